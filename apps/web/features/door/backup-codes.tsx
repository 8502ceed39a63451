'use client'

import { useEffect, useState } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { Checkbox } from '../kit/fields/checkbox.tsx'
import { Callout } from '../kit/states/callout.tsx'

interface BackupCodesProps {
  readonly codes: readonly string[]
  readonly onDone: () => void
}

/** What to sign in with when the authenticator is lost; shown this once. */
export function BackupCodes({ codes, onDone }: BackupCodesProps) {
  const [kept, setKept] = useState(false)
  const text = codes.join('\n')
  useEffect(() => {
    if (kept) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [kept])
  return (
    <div className="grid gap-4">
      <Callout tone="good" title="The second factor is on.">
        These backup codes are shown only now. Each works once, for when the authenticator is not at hand.
      </Callout>
      <ol className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-lg bg-raised p-4 text-center font-mono text-sm">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy all" />
        <Button size="sm" variant="quiet" onClick={() => download(text)}>
          Download
        </Button>
      </div>
      <Checkbox label="I have put them where I will find them" checked={kept} onChange={setKept} />
      <Button
        variant="primary"
        onClick={onDone}
        disabledReason={kept ? null : 'First keep the backup codes, and say so above'}
        className="h-10! w-full text-sm!"
      >
        Go on
      </Button>
    </div>
  )
}

function download(text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`Touchline backup codes\n\n${text}\n`], { type: 'text/plain' }))
  link.download = 'touchline-backup-codes.txt'
  link.click()
  URL.revokeObjectURL(link.href)
}
