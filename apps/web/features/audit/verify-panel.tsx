'use client'

import { useEffect, useState } from 'react'
import { Button } from '../kit/actions/button.tsx'
import { CopyButton } from '../kit/actions/copy-button.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { ProgressBar } from '../kit/display/progress-bar.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { useAnnounce } from '../kit/live/announce.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { Callout } from '../kit/states/callout.tsx'
import { formatCount } from '../kit/time/format-quantity.ts'
import { Time } from '../kit/time/time.tsx'
import { useVerification } from './use-verification.ts'
import { isCut, isWhole, type Verification } from './verification.ts'

interface VerifyPanelProps {
  readonly head: { readonly id: string; readonly at: string; readonly hash: string } | null
}

const hashText = /^[0-9a-f]{64}$/

/** The chain's end, to note down, and its check from the first entry on. */
export function VerifyPanel({ head }: VerifyPanelProps) {
  const { verification, start, stop } = useVerification()
  const [noted, setNoted] = useState('')
  const asked = noted.trim().toLowerCase()
  const fault = asked === '' || hashText.test(asked) ? undefined : 'A hash has 64 hexadecimal digits.'
  const running = verification?.phase === 'running'
  const disabledReason = fault ?? (head ? undefined : 'There is no entry to check yet.')
  const verify = () => start(asked === '' ? undefined : asked)
  useShortcut({ keys: 'v', label: 'Verify the chain', run: verify, disabledReason, enabled: !running })
  return (
    <Panel
      title="The chain"
      actions={
        running ? (
          <Button size="sm" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button size="sm" variant="primary" shortcut="v" onClick={verify} disabledReason={disabledReason}>
            Verify now
          </Button>
        )
      }
    >
      <div className="grid gap-3 lg:grid-cols-2">
        <div className="min-w-0 text-sm">
          <p className="text-muted text-xs">
            Each entry carries the hash of the one before. Note the last one somewhere else: it is what tells
            later that the end was cut off.
          </p>
          {head && (
            <div className="mt-2 flex min-w-0 items-center gap-2" data-testid="audit-head">
              <span className="shrink-0">
                Entry {formatCount(Number(head.id))}, <Time at={head.at} />
              </span>
              <span className="min-w-0 truncate">
                <Mono>{head.hash}</Mono>
              </span>
              <CopyButton text={head.hash} label="Copy the hash" size="sm" />
            </div>
          )}
        </div>
        <TextField
          label="A hash noted earlier (optional)"
          value={noted}
          onChange={setNoted}
          error={fault}
          mono
          maxLength={80}
        />
      </div>
      {verification && <VerificationResult verification={verification} />}
    </Panel>
  )
}

function VerificationResult({ verification }: { verification: Verification }) {
  const { phase, checked, total, error, faults } = verification
  return (
    <div className="mt-3 grid gap-3" data-testid="audit-verification" data-phase={phase}>
      <ProgressBar label="Entries checked" value={checked} max={Math.max(total, 1)} unit="entries" />
      {phase === 'failed' && (
        <Callout tone="critical" title="It could not be checked to its end">
          {error}
        </Callout>
      )}
      {phase === 'done' && <Verdict verification={verification} />}
      {faults.length > 0 && (
        <ul className="grid max-h-64 gap-1 overflow-y-auto text-sm" aria-label="Broken entries">
          {faults.map(fault => (
            <li key={`${fault.id} ${fault.kind}`}>
              <span className="font-medium tabular-nums">Entry {fault.id}</span>:{' '}
              <VisibleText text={fault.text} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Verdict({ verification }: { verification: Verification }) {
  const { checked, faults, notedAt } = verification
  const announce = useAnnounce()
  const title = titleOf(verification)
  useEffect(() => announce(title), [announce, title])
  if (isWhole(verification)) {
    return (
      <Callout tone="good" title={title}>
        {formatCount(checked)} entries, each chained to the one before.
        {notedAt !== null && ` The noted hash is that of entry ${notedAt}.`}
      </Callout>
    )
  }
  return (
    <Callout tone="critical" title={title}>
      {isCut(verification) && 'No entry has the noted hash: the end was cut off, or written anew. '}
      {faults.length > 0 &&
        'Somebody changed, removed or inserted entries past the console. Compare with an export.'}
    </Callout>
  )
}

const titleOf = (verification: Verification): string =>
  isWhole(verification) ? 'The chain is whole' : 'The chain is broken'
