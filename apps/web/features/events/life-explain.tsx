'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { CallError } from '../console/call-error.tsx'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorInputs } from '../console/trpc-options.ts'
import { readQuestion } from '../deliveries/explain-question.ts'
import { Button } from '../kit/actions/button.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'

const ExplanationView = lazy(() => import('../deliveries/explanation-view.tsx'))

const nobody = {
  fan: '-',
  event: { matchId: '-', position: '1:1' },
} as unknown as OperatorInputs['explain']['delivery']

/** "Did this fan get it, and if not, why?" of the event whose place is given. */
export function LifeExplain({ place }: { place: string }) {
  const { trpc } = useConsole()
  const [asked, setAsked] = useQueryState('who', parseAsString.withDefault(''))
  const [typed, setTyped] = useState(asked)
  const { question } = readQuestion({ who: asked, event: place })
  const draft = readQuestion({ who: typed, event: place })
  const found = useQuery(
    trpc.explain.delivery.queryOptions(question ?? nobody, { enabled: question !== undefined, staleTime: 0 }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!draft.question) return
    if (typed === asked) void found.refetch()
    else void setAsked(typed)
  }
  return (
    <Panel title="Did a fan get it?">
      <form onSubmit={submit} className="mb-3 flex flex-wrap items-start gap-3">
        <div className="min-w-56 flex-1">
          <TextField
            label="Fan"
            value={typed}
            onChange={setTyped}
            error={draft.whoFault}
            hint="A fan’s id, key: and an API key’s id, or connection: and its id."
            maxLength={170}
            mono
          />
        </div>
        <div className="pt-5">
          <Button
            type="submit"
            pending={question !== undefined && found.isFetching}
            disabledReason={draft.question ? undefined : 'Say whom you ask about.'}
          >
            Explain
          </Button>
        </div>
      </form>
      {question && found.isPending && <Skeleton lines={4} />}
      {found.error && <CallError error={found.error} onRetry={() => void found.refetch()} />}
      {question && found.data && (
        <Suspense fallback={<Skeleton lines={4} />}>
          <ExplanationView explanation={found.data} />
        </Suspense>
      )}
    </Panel>
  )
}
