import {
  broadcastPayloads,
  type EventPayloads,
  type Source,
  type SourceEvent,
  type SourceEventType,
  sensorPayloads,
  socialPayloads,
} from '@touchline/contracts'

const plays = { team: 'home' } as const

/** One valid payload of each type: a control where no event of the type has been seen yet. */
const payloads: Omit<EventPayloads, 'event-revised' | 'event-withdrawn'> & { 'event-withdrawn': object } = {
  'match-scheduled': { home: 'Home', away: 'Away' },
  'period-started': {},
  'period-ended': {},
  'match-ended': {},
  'goal-scored': plays,
  'score-corrected': { home: 1, away: 0 },
  'card-shown': { team: 'home', card: 'yellow' },
  'injury-reported': plays,
  'substitution-made': { team: 'home', playerIn: 'In', playerOut: 'Out' },
  'shot-taken': { team: 'home', outcome: 'saved' },
  'pass-made': plays,
  'ball-carried': plays,
  'ball-recovered': plays,
  'ball-lost': plays,
  'ball-out': plays,
  'challenge-contested': plays,
  'foul-suffered': plays,
  'set-piece-taken': { team: 'home', kind: 'corner' },
  'commentary-published': { text: 'Text', lang: 'en' },
  'status-changed': { status: 'suspended' },
  'other-reported': { action: 'Action' },
  'primary-provider-changed': { provider: 'control' },
  'event-withdrawn': {},
  'ball-tracked': { x: 0.5, y: 0.5, speedMps: 1 },
  'player-tracked': { x: 0.5, y: 0.5, speedMps: 1, team: 'home', player: 'Player' },
  'goal-line-crossed': { team: 'home', confidence: 1 },
  'crowd-noise-measured': { decibels: 80 },
  'post-published': { author: 'Author', text: 'Text' },
}

const typesOf: Record<Source, object> = {
  broadcast: broadcastPayloads,
  sensor: sensorPayloads,
  social: socialPayloads,
}

/** Stands for a source's events where their type can't be read. */
const typical: Record<Source, SourceEventType> = {
  broadcast: 'period-started',
  sensor: 'ball-tracked',
  social: 'post-published',
}

export function sampleOf(source: Source, type: string | undefined): SourceEvent {
  const known =
    type !== undefined && Object.hasOwn(typesOf[source], type) ? (type as SourceEventType) : typical[source]
  return {
    source,
    matchId: 'control',
    sourceEventId: 'control',
    provider: 'control',
    occurredAt: '2026-01-01T12:00:00.000Z',
    ingestedAt: '2026-01-01T12:00:00.000Z',
    type: known,
    payload: payloads[known],
  } as SourceEvent
}
