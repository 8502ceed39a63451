'use client'

import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { VisibleText } from '../kit/display/visible-text.tsx'
import { useZone } from '../kit/time/use-zone.ts'
import { consumerLabel, consumerStates, countdownText } from './consumer-words.ts'
import { figureText } from './graph-words.ts'
import { RetentionLeft } from './retention-left.tsx'
import type { Consumer } from './types.ts'
import { useConsumerChanges } from './use-consumers.ts'

interface ConsumerRowProps {
  readonly consumer: Consumer
  readonly onPause: () => void
  readonly onReset: () => void
}

export function ConsumerRow({ consumer, onPause, onReset }: ConsumerRowProps) {
  const { tone, label } = consumerStates[consumer.state]
  return (
    <tr data-consumer={consumer.id} className="border-line border-b align-top last:border-b-0">
      <th scope="row" className="min-w-40 px-4 py-2 text-left font-medium">
        {consumerLabel(consumer)}
        <span className="block break-all font-mono font-normal text-muted text-xs">{consumer.id}</span>
      </th>
      <td className="min-w-36 px-2 py-2">
        <StatePill tone={tone} label={label} pulse={consumer.state === 'paused'} />
        <Pause consumer={consumer} />
      </td>
      <td className="w-24 px-2 py-2">{figureText({ value: consumer.lagRecords, unit: '' })}</td>
      <td className="w-24 px-2 py-2">{figureText({ value: consumer.lagSeconds, unit: 's' })}</td>
      <td className="min-w-32 px-2 py-2">
        <RetentionLeft retention={consumer.retention} />
      </td>
      <td className="w-24 px-2 py-2">{figureText({ value: consumer.handledPerSecond, unit: '/s' })}</td>
      <td className="hidden w-24 px-2 py-2 xl:table-cell">
        {figureText({ value: consumer.inFlight, unit: '' })}
      </td>
      <td className="px-4 py-2">
        <Actions consumer={consumer} onPause={onPause} onReset={onReset} />
      </td>
    </tr>
  )
}

/** Until when it stands still, counted down, and why. */
function Pause({ consumer: { pause } }: { consumer: Consumer }) {
  const { nowMs } = useZone()
  if (!pause) return null
  return (
    <p className="mt-1 max-w-80 text-muted text-xs">
      Goes on in{' '}
      <span className="font-semibold text-ink">{countdownText(Date.parse(pause.until), nowMs)}</span>, by{' '}
      {pause.by}: <VisibleText text={pause.reason} maxChars={160} />
    </p>
  )
}

function Actions({ consumer, onPause, onReset }: ConsumerRowProps) {
  const { whyNot, operator } = useConsole()
  const { resume, pending } = useConsumerChanges(consumer, () => {})
  const label = consumerLabel(consumer)
  const notForYou =
    consumer.isCritical && operator.role !== 'admin' ? 'Only an admin may pause what is critical' : null
  const isResetting = consumer.pendingResetId === null ? null : 'A reset of it is being done'
  return (
    <div className="flex justify-end gap-2">
      {consumer.pause && (
        <Button
          size="sm"
          variant="primary"
          onClick={resume}
          pending={pending}
          disabledReason={whyNot('consumer.resume')}
        >
          Resume<span className="sr-only"> {label}</span>
        </Button>
      )}
      <Button size="sm" onClick={onPause} disabledReason={whyNot('consumer.pause') ?? notForYou}>
        Pause…<span className="sr-only"> {label}</span>
      </Button>
      <Button size="sm" onClick={onReset} disabledReason={whyNot('consumer.reset') ?? isResetting}>
        Reset…<span className="sr-only"> {label}</span>
      </Button>
    </div>
  )
}
