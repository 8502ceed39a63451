'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { dropDraft, readDraft } from '../dead-letters/draft.ts'
import { parseText } from '../dead-letters/payload-text.ts'
import { Button } from '../kit/actions/button.tsx'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { againOf } from './again.ts'
import { collectFailed } from './collect-failed.ts'
import type { LetterChoice } from './letter-choice.ts'
import { ReplayDialog } from './replay-dialog.tsx'
import type { Correction } from './replay-form.ts'
import type { Replay } from './replay-progress.tsx'

interface Asked {
  readonly choice: LetterChoice
  readonly correction?: Correction | undefined
  readonly dryRunId?: string | undefined
}

/** After a dry run: now for real. After a replay: once more what failed again. */
export function ReplayAgain({ replay }: { replay: Replay }) {
  const { trpc, whyNot } = useConsole()
  const client = useQueryClient()
  const router = useRouter()
  const toasts = useToasts()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isOpen, setOpen] = useState(false)
  const again = againOf(replay)
  const ask = (next: Asked) => {
    setAsked(next)
    setOpen(true)
  }
  const collect = useMutation({
    mutationFn: () =>
      collectFailed(afterOrdinal =>
        client.fetchQuery(
          trpc.replay.items.queryOptions(
            { id: replay.id, outcomes: ['dead_again'], afterOrdinal, limit: 500 },
            { staleTime: 0 },
          ),
        ),
      ),
    onSuccess: ids => ask({ choice: { kind: 'selection', ids } }),
    onError: error => toasts.critical(callInOneLine(error) ?? 'What failed could not be read'),
  })
  const askForReal = (choice: LetterChoice, corrected: boolean) => {
    if (!corrected) return ask({ choice, dryRunId: replay.id })
    const correction = choice.kind === 'letter' ? keptCorrection(choice.id) : undefined
    if (correction) return ask({ choice, correction, dryRunId: replay.id })
    toasts.info('The correction is not kept in this tab', {
      description: 'Make it again under Edit, then replay.',
    })
    const letter = choice.kind === 'letter' ? `&letter=${choice.id}&tab=edit` : ''
    router.push(`/console/dead-letters?view=letters${letter}`)
  }
  const run = () => {
    if (again.kind === 'for-real') askForReal(again.choice, again.corrected)
    else if (again.kind === 'what-failed') collect.mutate()
  }
  const whyNo = whyNot('replay.create') ?? (again.kind === 'nothing' ? again.whyNot : undefined)
  const isOffered = replay.mode === 'dry_run' || again.kind !== 'nothing'
  useShortcut({
    enabled: isOffered,
    keys: 'r',
    label: again.label,
    group: 'Replay',
    run,
    disabledReason: whyNo,
  })
  if (!isOffered) return null
  return (
    <>
      <Button variant="primary" shortcut="r" onClick={run} pending={collect.isPending} disabledReason={whyNo}>
        {again.label}
      </Button>
      {asked && <ReplayDialog open={isOpen} onOpenChange={setOpen} {...asked} />}
    </>
  )
}

/** The draft of the letter's drawer, which the dry run was made of. */
function keptCorrection(letterId: string): Correction | undefined {
  const draft = readDraft(sessionStorage, letterId)
  const payload = parseText(draft?.text ?? '')
  if (!draft || !payload.ok) return undefined
  const came = parseText(draft.base)
  return {
    letterId,
    payload: payload.value,
    before: came.ok ? came.value : draft.base,
    onSent: () => dropDraft(sessionStorage, letterId),
  }
}
