'use client'

import { useState } from 'react'
import { BytesView } from '../../../../features/kit/json/bytes-view.tsx'
import { JsonDiff } from '../../../../features/kit/json/json-diff.tsx'
import { JsonDiff3 } from '../../../../features/kit/json/json-diff3.tsx'
import { JsonEditor } from '../../../../features/kit/json/json-editor.tsx'
import { JsonView } from '../../../../features/kit/json/json-view.tsx'
import { goodEvent, hostilePayload, largePayload, poisonEvent } from '../hostile.ts'
import { Specimen, SpecimenGrid } from '../specimen.tsx'

const bytes = new TextEncoder().encode(JSON.stringify(hostilePayload).repeat(40))
const faults = [
  { path: '/clock/second', message: 'must be a number' },
  { path: '/player', message: 'is missing' },
]
const broken = '{\n  "type": "goal-scored",\n  "score": { "home": 2, away: 1 }\n}'

export function JsonStates() {
  const [text, setText] = useState(() => JSON.stringify(poisonEvent, null, 2))
  const [wrong, setWrong] = useState(broken)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Specimen name="Diff with the last good event of its kind">
        <JsonDiff
          before={goodEvent}
          after={poisonEvent}
          beforeLabel="Last good event"
          afterLabel="This letter"
        />
      </Specimen>
      <Specimen name="Three-way diff">
        <JsonDiff3
          base={poisonEvent}
          mine={{ ...poisonEvent, score: { home: 2, away: 1 }, team: 'away' }}
          theirs={{ ...poisonEvent, score: { home: 3, away: 1 }, team: 'away', tags: [] }}
          labels={{ base: 'As it failed', mine: 'My edit', theirs: 'Stored meanwhile' }}
        />
      </Specimen>
      <SpecimenGrid>
        <Specimen name="Diff, inline, of hostile text">
          <JsonDiff
            before={{ note: 'plain' }}
            after={{ note: hostilePayload.note, controls: hostilePayload.controls }}
            beforeLabel="Before"
            afterLabel="After"
            mode="inline"
          />
        </Specimen>
        <Specimen name="Diff of equals">
          <JsonDiff
            before={goodEvent}
            after={goodEvent}
            beforeLabel="Before"
            afterLabel="After"
            mode="inline"
          />
        </Specimen>
        <Specimen name="Hostile payload">
          <JsonView value={hostilePayload} height="20rem" />
        </Specimen>
        <Specimen name="A megabyte">
          <JsonView value={largePayload} label="A large payload" height="20rem" />
        </Specimen>
        <Specimen name="Editor with what a schema refuses">
          <JsonEditor label="Payload" value={text} onChange={setText} faults={faults} height="16rem" />
        </Specimen>
        <Specimen name="Editor with a fault">
          <JsonEditor label="Broken payload" value={wrong} onChange={setWrong} height="16rem" />
        </Specimen>
      </SpecimenGrid>
      <Specimen name="Bytes">
        <BytesView bytes={bytes} height="14rem" />
      </Specimen>
    </div>
  )
}
