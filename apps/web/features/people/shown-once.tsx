'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { Dialog } from '../kit/dialogs/dialog.tsx'
import { Checkbox } from '../kit/fields/checkbox.tsx'

interface ShownOnceProps {
  readonly title: string
  /** The secret; null while there is none to show. */
  readonly secret: string | null
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A secret that is stored nowhere; it closes only by saying that it was kept. */
export default function ShownOnce({ title, secret, onClose, children }: ShownOnceProps) {
  return (
    <Dialog open={secret !== null} onOpenChange={onClose} title={title} dismissible={false}>
      {secret !== null && (
        <Inside key={secret} secret={secret} onClose={onClose}>
          {children}
        </Inside>
      )}
    </Dialog>
  )
}

function Inside({
  secret,
  onClose,
  children,
}: Pick<ShownOnceProps, 'onClose' | 'children'> & { secret: string }) {
  const [kept, setKept] = useState(false)
  return (
    <div className="grid gap-4 text-sm">
      <div>{children}</div>
      <div className="flex items-center gap-2 rounded-lg bg-raised py-2 pr-2 pl-3">
        <output className="min-w-0 flex-1 break-all font-mono" data-testid="shown-once">
          {secret}
        </output>
        <CopyButton text={secret} />
      </div>
      <Checkbox label="I have kept it; it will not be shown again" checked={kept} onChange={setKept} />
      <div className="flex justify-end">
        <Button
          variant="primary"
          onClick={onClose}
          disabledReason={kept ? null : 'First keep it, and say so'}
        >
          Close
        </Button>
      </div>
    </div>
  )
}
