import type { Disposition, Effect, LetterStage, LetterState, ReplayOutcome } from '@touchline/contracts'
import type { Tone } from '../kit/display/tone.ts'

export interface Worded {
  readonly label: string
  readonly tone: Tone
}

export const letterStates: Readonly<Record<LetterState, Worded & { readonly hint: string }>> = {
  dead: { label: 'Dead', tone: 'critical', hint: 'It can be replayed or discarded.' },
  replaying: {
    label: 'Replaying',
    tone: 'info',
    hint: 'A replay has sent it and waits for what comes of it.',
  },
  recovered: { label: 'Recovered', tone: 'good', hint: 'It is stored, and fans have it.' },
  superseded: { label: 'Superseded', tone: 'neutral', hint: 'Something newer stands in its place.' },
  dead_again: {
    label: 'Dead again',
    tone: 'critical',
    hint: 'A replay of it failed. It can be replayed again.',
  },
  discarded: { label: 'Discarded', tone: 'neutral', hint: 'Somebody gave it up.' },
  expired: { label: 'Expired', tone: 'caution', hint: 'Nobody mended it within seven days.' },
}

export const dispositions: Readonly<Record<Disposition, Worded & { readonly text: string }>> = {
  poison: {
    label: 'Poison',
    tone: 'critical',
    text: 'It died of itself: a control event passed the same step at the same moment. As it is it will fail again.',
  },
  systemic: {
    label: 'Systemic',
    tone: 'caution',
    text: 'It died of what it needed, in spite of retries. It is replayed by itself after 1, 6 and 24 hours.',
  },
  stale: {
    label: 'Stale',
    tone: 'neutral',
    text: 'It died of its age: to wait for it would have held up its match for nothing.',
  },
}

export const stages: Readonly<Record<LetterStage, string>> = {
  ingest: 'Ingest',
  enrich: 'Enrichment',
  aggregate: 'Aggregation',
}

export const effects: Readonly<Record<Effect, string>> = {
  event: 'the event was stored',
  outbox: 'it was queued for fans',
  windows: 'the statistics counted it',
}

export type ShownGroupState = 'unresolved' | 'resolved' | 'ignored' | 'regressed'

export const groupStates: Readonly<Record<ShownGroupState, Worded & { readonly hint: string }>> = {
  unresolved: { label: 'Unresolved', tone: 'caution', hint: 'Nobody has said that it is mended.' },
  resolved: { label: 'Resolved', tone: 'good', hint: 'Another letter of it would be a regression.' },
  ignored: { label: 'Ignored', tone: 'neutral', hint: 'Nobody is asked to look at it.' },
  regressed: { label: 'Regressed', tone: 'critical', hint: 'It was resolved, and died of the same again.' },
}

export const outcomes: Readonly<Record<ReplayOutcome, Worded>> = {
  recovered: { label: 'Recovered', tone: 'good' },
  superseded: { label: 'Superseded', tone: 'neutral' },
  dead_again: { label: 'Dead again', tone: 'critical' },
  skipped: { label: 'Skipped', tone: 'caution' },
  would_recover: { label: 'Would recover', tone: 'good' },
  would_be_superseded: { label: 'Would be superseded', tone: 'neutral' },
  would_fail: { label: 'Would fail', tone: 'critical' },
}

const mendable: ReadonlySet<LetterState> = new Set(['dead', 'dead_again'])

/** Why a letter of this state can be neither replayed nor discarded; undefined if it can. */
export function whyNotMendable(state: LetterState): string | undefined {
  if (mendable.has(state)) return undefined
  return `It is ${letterStates[state].label.toLowerCase()}: only what is dead or dead again can be replayed or discarded.`
}

/** Codes are written with hyphens: `schema-mismatch` → `Schema mismatch`. */
export function codeInWords(code: string): string {
  const words = code.replaceAll(/[-_]+/g, ' ').replaceAll(/\bjson\b/g, 'JSON')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `1 dead letter`, `1,234 dead letters`. */
export const lettersInWords = (count: number): string =>
  `${count.toLocaleString('en')} dead ${count === 1 ? 'letter' : 'letters'}`
