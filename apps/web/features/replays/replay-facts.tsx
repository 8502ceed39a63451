import type { ReactNode } from 'react'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { Time } from '../kit/time/time.tsx'
import { choiceInWords } from './choice-words.ts'
import type { Replay } from './replay-progress.tsx'

export function ReplayFacts({ replay }: { replay: Replay }) {
  const { requestedBy, createdAt, startedAt, finishedAt, decidedBy, decidedAt, state, report } = replay
  const isDeclined = state === 'declined'
  return (
    <Panel title="What was asked">
      <KeyValueList
        items={[
          { key: 'by', label: 'Asked by', value: <Who name={requestedBy} at={createdAt} /> },
          ...(decidedBy === null
            ? []
            : [
                {
                  key: 'decided',
                  label: isDeclined ? 'Declined by' : 'Approved by',
                  value: <Who name={decidedBy} at={decidedAt} />,
                },
              ]),
          {
            key: 'choice',
            label: 'Letters',
            value: <VisibleText text={choiceInWords(replay.query, replay.total)} />,
          },
          { key: 'corrected', label: 'Corrected', value: report.corrected === 0 ? 'none' : report.corrected },
          { key: 'canary', label: 'Canary', value: replay.canary ? 'yes' : 'no' },
          {
            key: 'rate',
            label: 'Rate',
            value: `${replay.ratePerSecond.toLocaleString('en')} a second at most`,
          },
          { key: 'started', label: 'Began', value: startedAt === null ? 'not yet' : <Time at={startedAt} /> },
          {
            key: 'finished',
            label: 'Ended',
            value: finishedAt === null ? 'not yet' : <Time at={finishedAt} />,
          },
        ]}
      />
    </Panel>
  )
}

function Who({ name, at }: { name: string; at: string | null }): ReactNode {
  return (
    <>
      <VisibleText text={name} maxChars={128} />
      {at !== null && (
        <>
          , <Time at={at} />
        </>
      )}
    </>
  )
}
