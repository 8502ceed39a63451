'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { lazy, Suspense } from 'react'
import { Panel } from '../kit/display/panel.tsx'
import { JsonView } from '../kit/json/json-view.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { EventReveal } from './event-reveal.tsx'
import type { EventLife } from './event-words.ts'

const RecordBytes = lazy(() => import('./record-bytes.tsx'))

type Raw = NonNullable<EventLife['raw']>
interface LifeRecordProps {
  readonly raw: Raw
  readonly matchId: string
  readonly seq: number
}

/** What the event carries: the record as it came where the log still has it, else what was stored of it. */
export function LifeRecord({ raw, matchId, seq }: LifeRecordProps) {
  return (
    <Panel title={raw.from === 'log' ? 'Record, as the log has it' : 'Payload, as it was stored'}>
      <div className="grid gap-3">
        <EventReveal raw={raw} matchId={matchId} seq={seq} />
        {raw.bytes ? (
          <RecordTabs raw={raw} bytes={raw.bytes} />
        ) : (
          <JsonView value={raw.payload} height="32rem" />
        )}
      </div>
    </Panel>
  )
}

const tabNames = ['payload', 'bytes'] as const

function RecordTabs({ raw, bytes }: { raw: Raw; bytes: NonNullable<Raw['bytes']> }) {
  const [tab, setTab] = useQueryState('record', parseAsStringLiteral(tabNames).withDefault('payload'))
  const panels = {
    payload: <JsonView value={raw.payload} height="32rem" />,
    bytes: (
      <Suspense fallback={<SkeletonPanel height="16rem" />}>
        <RecordBytes bytes={bytes} />
      </Suspense>
    ),
  }
  const tabs = tabNames.map(value => ({
    value,
    label: value === 'payload' ? 'Payload' : 'Bytes',
    panel: panels[value],
  }))
  return <Tabs label="The record" value={tab} onChange={value => void setTab(value)} tabs={tabs} />
}
