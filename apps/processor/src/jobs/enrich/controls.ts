import { type Disposition, type Source, type SourceEvent, sourceEventSchemas } from '@touchline/contracts'
import { emptyMatch } from '@touchline/match'
import type { Failure } from '../../records/read-record.ts'
import { applyRules, type Rules } from './apply-rules.ts'
import { sampleOf } from './samples.ts'

/**
 * Tells a fault of one record from a fault of ours. A control is an event that is known to be good: the last of its
 * type that was stored, or a built-in one where none has been. What a control passes at the very step where a record
 * failed, and at the same moment, works; so the record is at fault. Where the control fails too, it is not.
 */
export interface Controls {
  /** These were stored. */
  remember(events: readonly SourceEvent[]): void
  /** An event of a source, and of a type where one is known, that is good. */
  find(source: Source, type: string | undefined): Control
  /** Holds a failure at the steps `parse` and `rules` against its control. */
  judge(source: Source, failure: Failure): Verdict
}

export interface Control {
  readonly event: SourceEvent
  /** In words, for the evidence. */
  readonly name: string
}

export interface Verdict {
  readonly disposition: Disposition
  readonly evidence: string
}

export function createControls(rules: Rules, nowMs: () => number): Controls {
  const latest = new Map<string, SourceEvent>()
  const find = (source: Source, type: string | undefined): Control => {
    const seen = latest.get(`${source} ${type}`)
    if (seen) return { event: seen, name: `the ${seen.type} ${seen.sourceEventId} that was stored last` }
    const sample = sampleOf(source, type)
    return { event: sample, name: `a built-in ${sample.type}` }
  }
  const faultOf = (source: Source, event: SourceEvent): string | undefined => {
    const parsed = sourceEventSchemas[source].safeParse(event)
    if (!parsed.success) return 'does not fit the schema either'
    const applied = applyRules({ rules, match: emptyMatch, event: parsed.data, seq: 1, nowMs: nowMs() })
    return applied.kind === 'failed' ? `fails too: ${applied.failure.message}` : undefined
  }
  return {
    remember: events => {
      for (const event of events) latest.set(`${event.source} ${event.type}`, event)
    },
    find,
    judge: (source, { step, type }) => {
      if (step === 'read') return { disposition: 'poison', evidence: 'its bytes can not be read' }
      const { event, name } = find(source, type)
      const fault = faultOf(source, event)
      return fault === undefined
        ? { disposition: 'poison', evidence: `${name} passes the same step` }
        : { disposition: 'systemic', evidence: `${name} ${fault}` }
    },
  }
}
