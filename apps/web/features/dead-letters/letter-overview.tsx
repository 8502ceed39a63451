import { hiddenMarker } from '@touchline/contracts/wire'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { Time } from '../kit/time/time.tsx'
import { codeInWords, dispositions, effects, letterStates, stages } from './letter-words.ts'
import type { Letter } from './use-letter.ts'

export function LetterOverview({ letter }: { letter: Letter }) {
  const disposition = dispositions[letter.disposition]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 text-sm">
      <section aria-label="Why it died" className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <h3 className="eyebrow">Why it died</h3>
        <p className="font-semibold">{codeInWords(letter.errorCode)}</p>
        <p className="rounded-lg bg-raised px-3 py-2">
          <Mono wrap>{letter.errorMessage}</Mono>
        </p>
        <Callout tone={disposition.tone} title={disposition.label}>
          <p>{disposition.text}</p>
          {letter.evidence !== '' && (
            <p className="mt-1 text-muted text-xs">
              Evidence: <VisibleText text={letter.evidence} />
            </p>
          )}
        </Callout>
      </section>
      <FaultsOfToday letter={letter} />
      <NextSteps letter={letter} />
      <section aria-label="Facts">
        <h3 className="eyebrow mb-1">Facts</h3>
        <KeyValueList items={factsOf(letter)} />
      </section>
    </div>
  )
}

function FaultsOfToday({ letter: { faults } }: { letter: Letter }) {
  return (
    <section aria-label="What the schema says today" className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="eyebrow">What the schema says today</h3>
      {faults.length === 0 ? (
        <p className="text-muted">It has no fault by the schema of the build that runs now.</p>
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
          {faults.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="flex flex-wrap gap-x-2">
              <Mono wrap>{path}</Mono>
              <span className="text-critical">
                <VisibleText text={message} maxChars={500} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function NextSteps({ letter: { next } }: { letter: Letter }) {
  return (
    <section aria-label="What happens next by itself" className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="eyebrow">What happens next by itself</h3>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-1 border-line border-l-2 pl-3">
        {next.map(step => (
          <li key={`${step.kind} ${step.at} ${step.text}`} className="flex gap-2">
            <span className="min-w-20 text-muted text-xs leading-5">
              {step.at === null ? 'Now' : <Time at={step.at} />}
            </span>
            <span>{step.text.charAt(0).toUpperCase() + step.text.slice(1)}.</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface Fact {
  readonly key: string
  readonly label: string
  readonly value: ReactNode
  readonly mono?: boolean
}

function factsOf(letter: Letter): Fact[] {
  const { effects: done, attempts, deaths } = letter
  return [
    {
      key: 'state',
      label: 'State',
      value: `${letterStates[letter.state].label}. ${letterStates[letter.state].hint}`,
    },
    ...settledFacts(letter),
    {
      key: 'tries',
      label: 'Attempts',
      value: `${attempts} before it was given up; it died ${deaths === 1 ? 'once' : `${deaths} times`}`,
    },
    { key: 'first', label: 'First failed', value: <Time at={letter.firstFailedAt} show="absolute" /> },
    { key: 'last', label: 'Last failed', value: <Time at={letter.lastFailedAt} show="absolute" /> },
    {
      key: 'effects',
      label: 'Done by then',
      value:
        done.length === 0
          ? 'Nothing: no trace of it is stored'
          : done.map(effect => effects[effect]).join(', '),
    },
    { key: 'expires', label: 'Expires', value: <Time at={letter.expiresAt} /> },
    { key: 'stage', label: 'Stage', value: `${stages[letter.stage]} (${letter.consumerGroup})` },
    { key: 'match', label: 'Match', value: <MatchLink matchId={letter.matchId} /> },
    { key: 'type', label: 'Type', value: <VisibleText text={letter.eventType || '(unknown)'} /> },
    {
      key: 'provider',
      label: 'From',
      value: <VisibleText text={`${letter.provider || '(unknown)'}, ${letter.source}`} />,
    },
    { key: 'event', label: 'Source event', value: <VisibleText text={letter.sourceEventId} />, mono: true },
    { key: 'build', label: 'Build', value: <VisibleText text={letter.build} />, mono: true },
    {
      key: 'group',
      label: 'Group',
      value: <GroupLink fingerprint={letter.fingerprint} />,
      mono: true,
    },
  ]
}

function settledFacts({ settledAt, settledBy, note }: Letter): Fact[] {
  if (settledAt === null) return []
  return [
    {
      key: 'settled',
      label: 'Settled',
      value: (
        <>
          <Time at={settledAt} /> {settledBy !== null && <VisibleText text={`by ${settledBy}`} />}
        </>
      ),
    },
    ...(note === null ? [] : [{ key: 'note', label: 'Reason', value: <VisibleText text={note} /> }]),
  ]
}

const link = 'text-accent underline underline-offset-4'

function MatchLink({ matchId }: { matchId: string }) {
  if (matchId === '') return '–'
  if (matchId === hiddenMarker) return matchId
  return (
    <Link href={`/console/matches/${encodeURIComponent(matchId)}`} prefetch={false} className={link}>
      <VisibleText text={matchId} />
    </Link>
  )
}

function GroupLink({ fingerprint }: { fingerprint: string }) {
  return (
    <Link href={`/console/dead-letters?view=groups&group=${fingerprint}`} prefetch={false} className={link}>
      {fingerprint}
    </Link>
  )
}
