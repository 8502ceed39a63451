'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { LetterChoice } from './letter-choice.ts'
import { faultOfChoice, inputOf } from './letter-choice.ts'
import { type Correction, liveLabel, requestOf, type Typed, untouched, whyNotReplay } from './replay-form.ts'
import { rateOf } from './replay-plan.ts'
import { useDryRun } from './use-dry-run.ts'

export interface ReplayDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly choice: LetterChoice
  readonly correction?: Correction | undefined
  /** A dry run of the same that is over already: its outcome stands for one here. */
  readonly dryRunId?: string | undefined
  readonly onCreated?: (() => void) | undefined
}

/** Stands for letters that are not counted yet. */
const someLetters = { dead: 1, others: {}, unknown: 0 }

/** What the dialog of a replay knows and does, until it is closed. */
export function useReplayForm(props: ReplayDialogProps) {
  const { open, choice, correction } = props
  const { trpc, whyNot } = useConsole()
  const dryRun = useDryRun(open, props.dryRunId)
  const [typed, setTyped] = useState(untouched)
  const [isRefused, setRefused] = useState(false)
  useOnOpen(open, () => {
    setTyped(untouched)
    setRefused(false)
    dryRun.forget()
  })
  const fault = faultOfChoice(choice)
  const counts = useQuery(
    trpc.deadLetter.count.queryOptions(inputOf(choice), { enabled: open && !fault, staleTime: 0 }),
  )
  const dead = counts.data?.dead ?? 0
  const canary = typed.canary ?? dead > 1
  const rate = rateOf(typed.rate)
  const live = useLive(props)
  const refused = whyNot('replay.create')
  const chosen = { refused, fault, reason: typed.reason, rate }
  const refusal = whyNotReplay({ ...chosen, counts: counts.data })
  // A dry run changes nothing, and so need not wait until its letters are counted.
  const dryRefusal = whyNotReplay({ ...chosen, counts: counts.isPending ? someLetters : counts.data })
  const isFree = !dryRun.isStarting && !live.isPending
  const asked = { choice, typed, rate, correction, canary: canary && dead > 1 }
  const startDryRun = () => {
    setRefused(dryRefusal !== undefined)
    if (dryRefusal === undefined && isFree) dryRun.start(requestOf('dry_run', asked))
  }
  const startLive = () => {
    setRefused(refusal !== undefined)
    if (refusal === undefined && isFree) live.start(requestOf('live', asked))
  }
  return {
    ...{ typed, counts, dead, canary, rate, refusal, dryRefusal, fault, dryRun, startDryRun, startLive },
    label: liveLabel({ dead, isTried: dryRun.isTried, correction: correction !== undefined }),
    error: live.error ?? dryRun.error,
    /** Why the last press of a key did nothing, while that holds. */
    told: isRefused ? refusal : undefined,
    isSending: live.isPending,
    change: (next: Partial<Typed>) => setTyped(before => ({ ...before, ...next })),
    /** What mod and enter do: try it first, then do it. */
    startNext: dryRun.isTried ? startLive : startDryRun,
  }
}

export type ReplayForm = ReturnType<typeof useReplayForm>

function useLive({ correction, onCreated, onOpenChange }: ReplayDialogProps) {
  const { trpc } = useConsole()
  const router = useRouter()
  const { mutate, ...live } = useMutation(trpc.replay.create.mutationOptions())
  const start = (request: Parameters<typeof mutate>[0]) =>
    mutate(request, {
      onSuccess: ({ id }) => {
        correction?.onSent?.()
        onCreated?.()
        onOpenChange(false)
        router.push(`/console/replays/${id}`)
      },
    })
  return { error: live.error, isPending: live.isPending, start }
}

/** Each time it opens, it begins anew. */
function useOnOpen(open: boolean, begin: () => void): void {
  const [wasOpen, setWasOpen] = useState(open)
  if (open === wasOpen) return
  setWasOpen(open)
  if (open) begin()
}
