import type { EventType, Lane } from '@touchline/contracts'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'

export type EventLife = OperatorOutputs['event']['life']
export type LifeStep = EventLife['steps'][number]
export type EventPage = OperatorOutputs['event']['search']
export type FoundEvent = EventPage['items'][number]

/** How operators call each type; a type without a name does not compile. */
export const typeNames: Readonly<Record<EventType, string>> = {
  'match-scheduled': 'Match scheduled',
  'period-started': 'Period started',
  'period-ended': 'Period ended',
  'match-ended': 'Match ended',
  'goal-scored': 'Goal scored',
  'score-corrected': 'Score corrected',
  'card-shown': 'Card shown',
  'injury-reported': 'Injury reported',
  'substitution-made': 'Substitution made',
  'shot-taken': 'Shot taken',
  'pass-made': 'Pass made',
  'ball-carried': 'Ball carried',
  'ball-recovered': 'Ball recovered',
  'ball-lost': 'Ball lost',
  'ball-out': 'Ball out',
  'challenge-contested': 'Challenge contested',
  'foul-suffered': 'Foul suffered',
  'set-piece-taken': 'Set piece taken',
  'commentary-published': 'Commentary published',
  'status-changed': 'Status changed',
  'other-reported': 'Other action',
  'primary-provider-changed': 'Primary provider changed',
  'event-revised': 'Event revised',
  'event-withdrawn': 'Event withdrawn',
  'ball-tracked': 'Ball tracked',
  'player-tracked': 'Player tracked',
  'goal-line-crossed': 'Goal line crossed',
  'crowd-noise-measured': 'Crowd noise measured',
  'post-published': 'Post published',
}

export const typeName = (type: string): string => typeNames[type as EventType] ?? type

export const laneTones: Readonly<Record<Lane, Tone>> = {
  critical: 'critical',
  normal: 'neutral',
  low: 'info',
}

export const stageNames: Readonly<Record<LifeStep['stage'], string>> = {
  happened: 'Happened',
  received: 'Received',
  log: 'In the log',
  attempts: 'Attempts',
  transaction: 'Transaction',
  stored: 'Stored',
  relay: 'Relayed',
  gateways: 'At the gateways',
  sockets: 'On the sockets',
  revisions: 'Revisions',
}

export const stateLooks: Readonly<
  Record<LifeStep['state'], { readonly label: string; readonly tone: Tone }>
> = {
  done: { label: 'recorded', tone: 'good' },
  waiting: { label: 'not yet', tone: 'info' },
  unknown: { label: 'unknown', tone: 'neutral' },
  failed: { label: 'failed', tone: 'critical' },
}

export const engineNames = {
  postgres: 'PostgreSQL',
  opensearch: 'OpenSearch',
  cache: 'an earlier answer of OpenSearch',
} as const

export const eventHref = (matchId: string, seq: number): string =>
  `/console/events/${encodeURIComponent(matchId)}/${seq}`
