'use client'

import { Badge } from '../../../../features/kit/display/badge.tsx'
import { Figure } from '../../../../features/kit/display/figure.tsx'
import { Kbd } from '../../../../features/kit/display/kbd.tsx'
import { KeyValueList } from '../../../../features/kit/display/key-value-list.tsx'
import { Mono } from '../../../../features/kit/display/mono.tsx'
import { Panel } from '../../../../features/kit/display/panel.tsx'
import { ProgressBar } from '../../../../features/kit/display/progress-bar.tsx'
import { StatePill } from '../../../../features/kit/display/state-pill.tsx'
import { tones } from '../../../../features/kit/display/tone.ts'
import { VisibleText } from '../../../../features/kit/display/visible-text.tsx'
import { Callout } from '../../../../features/kit/states/callout.tsx'
import { hostilePayload } from '../hostile.ts'
import { Specimen, SpecimenGrid, SpecimenRow } from '../specimen.tsx'

const trend = [4, 6, 5, 9, 12, 11, 18, 16, 24, 31, 28, 40]

export function DisplayStates() {
  return (
    <SpecimenGrid>
      <Specimen name="Badges, pills, keys">
        <div className="grid gap-3">
          <SpecimenRow>
            {tones.map(tone => (
              <Badge key={tone} tone={tone}>
                {tone}
              </Badge>
            ))}
          </SpecimenRow>
          <SpecimenRow>
            <StatePill tone="neutral" label="Ignored" />
            <StatePill tone="good" label="Resolved" />
            <StatePill tone="info" label="Replaying" pulse />
            <StatePill tone="caution" label="Regressed" />
            <StatePill tone="critical" label="Unresolved" />
          </SpecimenRow>
          <SpecimenRow>
            <Kbd keys="mod+enter" />
            <Kbd keys="g d" />
            <Kbd keys="shift+j" />
            <Kbd keys="esc" />
          </SpecimenRow>
        </div>
      </Specimen>
      <Specimen name="Figures">
        <div className="grid grid-cols-2 gap-4">
          <Figure
            label="Dead letters"
            value={1_284}
            trend={trend}
            tone="critical"
            hint="31 in the last minute"
          />
          <Figure label="Lag" value={0.4} unit="s" trend={trend.toReversed()} tone="good" />
          <Figure label="In flight" value={128} unit="events" />
          <Figure label="Not reported" value={null} unit="/s" hint="The relay does not answer" />
        </div>
      </Specimen>
      <Specimen name="Progress">
        <div className="grid gap-4">
          <ProgressBar label="Canary" value={8} max={10} unit="letters" />
          <ProgressBar
            label="Replay"
            value={742}
            max={1_000}
            unit="letters"
            parts={[
              { label: 'recovered', value: 690, tone: 'good' },
              { label: 'superseded', value: 40, tone: 'info' },
              { label: 'failed again', value: 12, tone: 'critical' },
            ]}
          />
          <ProgressBar label="Not begun" value={0} max={0} />
        </div>
      </Specimen>
      <Specimen name="Callouts">
        <div className="grid gap-2">
          {tones.map(tone => (
            <Callout key={tone} tone={tone} title={`A note: ${tone}`}>
              What it means, and what to do about it.
            </Callout>
          ))}
        </div>
      </Specimen>
      <Panel title="Panel with a list of values" actions={<Badge tone="info">beta</Badge>}>
        <KeyValueList
          items={[
            { key: 'topic', label: 'Topic', value: 'match-events', mono: true },
            { key: 'code', label: 'Code', value: 'schema-invalid', mono: true },
            { key: 'player', label: 'Foreign text', value: <VisibleText text={hostilePayload.player} /> },
            {
              key: 'long',
              label: 'Long text',
              value: <VisibleText text={hostilePayload.long} maxChars={120} />,
            },
          ]}
        />
      </Panel>
      <Specimen name="Foreign text">
        <div className="grid gap-2 text-sm">
          <VisibleText text={hostilePayload.note} />
          <VisibleText text={hostilePayload.controls} />
          <VisibleText text={hostilePayload.hidden} />
          <p className="overflow-clip py-1">
            <VisibleText text={hostilePayload.marks} />
          </p>
          <Mono wrap>{hostilePayload.controls}</Mono>
        </div>
      </Specimen>
    </SpecimenGrid>
  )
}
