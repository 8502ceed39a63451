import { Button } from '../kit/actions/button.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { callInWords } from './call-words.ts'

interface CallErrorProps {
  readonly error: Parameters<typeof callInWords>[0]
  readonly onRetry?: (() => void) | undefined
}

/** A refused or failed call, told where it arose. */
export function CallError({ error, onRetry }: CallErrorProps) {
  const { title, faults } = callInWords(error)
  return (
    <div role="alert">
      <Callout
        tone="critical"
        title={title}
        action={
          onRetry && (
            <Button size="sm" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {faults.length > 0 && (
          <ul className="mt-1 grid gap-0.5 text-xs">
            {faults.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <Mono wrap>{path}</Mono> {message}
              </li>
            ))}
          </ul>
        )}
      </Callout>
    </div>
  )
}
