import Link from 'next/link'
import { Sparkline } from '../kit/chart/sparkline.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { Mono } from '../kit/display/mono.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import { letterStates, stages } from './letter-words.ts'
import type { Group, GroupView } from './use-group.ts'

/** What died and of what, how often, and what the payloads have in common. */
export function GroupWhat({ group, view }: { group: Group; view: GroupView }) {
  const states = Object.entries(group.states).map(
    ([state, count]) =>
      `${count.toLocaleString('en')} ${letterStates[state as keyof typeof letterStates].label.toLowerCase()}`,
  )
  return (
    <section aria-label="What died" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="rounded-lg bg-raised px-3 py-2">
        <Mono wrap>{group.sampleMessage}</Mono>
      </p>
      {group.shape.length > 0 && (
        <div>
          <h3 className="eyebrow mb-1">What their payloads have in common</h3>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
            {group.shape.map(({ text }) => (
              <li key={text}>
                <ShapeFact text={text} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Sparkline values={group.trend} label="Letters that died" width={260} height={44} tone="critical" />
        <span className="text-muted text-xs">
          <Time at={view.trend.from} /> to <Time at={view.trend.to} />
        </span>
      </div>
      <KeyValueList
        items={[
          { key: 'states', label: 'Letters', value: states.join(', ') },
          { key: 'first', label: 'First seen', value: <Time at={group.firstFailedAt} show="absolute" /> },
          { key: 'last', label: 'Last seen', value: <Time at={group.lastFailedAt} show="absolute" /> },
          { key: 'type', label: 'Type', value: <VisibleText text={group.eventType || '(unknown)'} /> },
          { key: 'stage', label: 'Stage', value: stages[group.stage] },
          { key: 'builds', label: 'Builds', value: <VisibleText text={group.builds.join(', ') || '–'} /> },
          { key: 'dispositions', label: 'Disposition', value: group.dispositions.join(', ') },
          { key: 'fingerprint', label: 'Fingerprint', value: group.fingerprint, mono: true },
          {
            key: 'sample',
            label: 'Newest letter',
            value: (
              <Link
                href={`/console/dead-letters?view=letters&letter=${group.sampleId}`}
                prefetch={false}
                className="text-accent underline underline-offset-4"
              >
                letter {group.sampleId}
              </Link>
            ),
          },
        ]}
      />
    </section>
  )
}

/** The path stands between backticks. */
function ShapeFact({ text }: { text: string }) {
  const [before = '', path, after = ''] = text.split('`')
  if (path === undefined) return <VisibleText text={text} maxChars={300} />
  return (
    <>
      {before}
      <Mono wrap>{path}</Mono>
      <VisibleText text={after} maxChars={300} />
    </>
  )
}
