'use client'

import { Button } from '../actions/button.tsx'
import { Icon } from '../display/icon.tsx'

interface ErrorStateProps {
  readonly title?: string | undefined
  readonly message: string
  readonly code?: string | undefined
  readonly onRetry?: (() => void) | undefined
  readonly pending?: boolean | undefined
}

export function ErrorState({
  title = 'This could not be loaded',
  message,
  code,
  onRetry,
  pending,
}: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center justify-center gap-2 px-6 py-12 text-center">
      <span className="mb-1 grid size-11 place-items-center rounded-full bg-critical-soft text-critical">
        <Icon name="alert" className="size-5" />
      </span>
      <p className="font-semibold text-sm">{title}</p>
      <p className="max-w-[60ch] text-pretty break-words text-muted text-sm">{message}</p>
      {code !== undefined && <p className="font-mono text-muted text-xs">{code}</p>}
      {onRetry && (
        <div className="mt-2">
          <Button onClick={onRetry} pending={pending} icon={<Icon name="refresh" className="size-3.5" />}>
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}
