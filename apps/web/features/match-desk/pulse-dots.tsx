import { toneText } from '../kit/display/tone.ts'
import { formatCount } from '../kit/time/format-quantity.ts'
import { type Pulse, pulses } from './desk-words.ts'

const shapes: Readonly<Record<Pulse['state'], string>> = { live: '●', quiet: '○', silent: '✕', none: '–' }
const letters: Readonly<Record<Pulse['source'], string>> = { sensor: 'Sen', broadcast: 'Brd', social: 'Soc' }

/** How each source does, in the width of a cell: a shape as well as a colour, and words for readers. */
export function PulseDots({ sources }: { sources: readonly Pulse[] }) {
  return (
    <span className="inline-flex gap-2.5">
      {sources.map(({ source, state, perSecond }) => (
        <span key={source} className="inline-flex items-center gap-1 text-xs">
          <span aria-hidden="true" className={state === 'none' ? 'text-muted' : toneText[pulses[state].tone]}>
            {shapes[state]}
          </span>
          <span aria-hidden="true" className="text-muted">
            {letters[source]}
          </span>
          <span className="sr-only">
            {source} {pulses[state].label}
            {state === 'live' ? `, ${formatCount(perSecond)} a second; ` : '; '}
          </span>
        </span>
      ))}
    </span>
  )
}
