'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryStates } from 'nuqs'
import { type FormEvent, useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorInputs } from '../console/trpc-options.ts'
import { Button } from '../kit/actions/button.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { TextField } from '../kit/fields/text-field.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { readQuestion } from './explain-question.ts'
import ExplanationView from './explanation-view.tsx'

type Question = OperatorInputs['explain']['delivery']
const parsers = { who: parseAsString.withDefault(''), event: parseAsString.withDefault('') }
const nobody: Question = { fan: '-', event: { matchId: '-', position: '1:1' } as never }

/** "Did this fan get that event, and if not, why?" */
export function ExplainPanel() {
  const { trpc } = useConsole()
  const [asked, setAsked] = useQueryStates(parsers, { history: 'replace' })
  const [typed, setTyped] = useState(asked)
  const { whoFault, eventFault, question: typedQuestion } = readQuestion(typed)
  const { question } = readQuestion(asked)
  const found = useQuery(
    trpc.explain.delivery.queryOptions(question ?? nobody, { enabled: question !== undefined, staleTime: 0 }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!typedQuestion) return
    if (typed.who === asked.who && typed.event === asked.event) void found.refetch()
    else void setAsked(typed)
  }
  return (
    <div className="grid gap-4">
      <Panel title="Did a fan get an event?">
        <form onSubmit={submit} className="grid items-start gap-3 md:grid-cols-[1fr_1fr_auto]">
          <TextField
            label="Who"
            value={typed.who}
            onChange={who => setTyped({ ...typed, who })}
            hint="A fan’s id, key: and an API key’s id, or connection: and its id."
            error={whoFault}
            maxLength={200}
            mono
          />
          <TextField
            label="Event"
            value={typed.event}
            onChange={event => setTyped({ ...typed, event })}
            hint="MATCH/EPOCH:SEQ or SOURCE:ID"
            error={eventFault}
            maxLength={200}
            mono
          />
          <div className="md:pt-5">
            <Button
              type="submit"
              variant="primary"
              pending={found.isFetching}
              disabledReason={typedQuestion ? undefined : 'Say who, and which event.'}
            >
              Explain
            </Button>
          </div>
        </form>
      </Panel>
      {!question && (
        <EmptyState kind="nothing-yet" title="Nothing asked yet" compact>
          Gateways keep a journal of what each feed was given; the answer is told from it, about a second
          behind. An event’s own page tells its whole way:{' '}
          <Link href="/console/events" className="text-accent underline underline-offset-4">
            search events
          </Link>
          .
        </EmptyState>
      )}
      {question && found.isPending && <Skeleton lines={5} />}
      {found.error && (
        <ErrorState message={callInOneLine(found.error) ?? ''} onRetry={() => void found.refetch()} />
      )}
      {question && found.data && <ExplanationView explanation={found.data} />}
    </div>
  )
}
