import type { MatchStatus } from '@touchline/contracts'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import type { Tone } from '../kit/display/tone.ts'

export type DeskMatch = OperatorOutputs['matchDesk']['list']['items'][number]
export type DeskMatchView = OperatorOutputs['matchDesk']['show']
export type Pulse = DeskMatch['sources'][number]
export type Correction = OperatorOutputs['correction']['list']['items'][number]
type Look = { readonly label: string; readonly tone: Tone }

export const statuses: Readonly<Record<MatchStatus, Look>> = {
  live: { label: 'live', tone: 'good' },
  paused: { label: 'break', tone: 'info' },
  scheduled: { label: 'to come', tone: 'neutral' },
  suspended: { label: 'suspended', tone: 'caution' },
  abandoned: { label: 'abandoned', tone: 'caution' },
  postponed: { label: 'postponed', tone: 'neutral' },
  cancelled: { label: 'cancelled', tone: 'neutral' },
  awarded: { label: 'awarded', tone: 'neutral' },
  ended: { label: 'ended', tone: 'neutral' },
}

export const pulses: Readonly<Record<Pulse['state'], Look>> = {
  live: { label: 'tells', tone: 'good' },
  quiet: { label: 'quiet', tone: 'neutral' },
  silent: { label: 'silent', tone: 'critical' },
  none: { label: 'nothing yet', tone: 'neutral' },
}

export const correctionStates: Readonly<Record<Correction['state'], Look & { readonly says: string }>> = {
  waiting: { label: 'waiting', tone: 'info', says: 'A processor puts it into the log within a second.' },
  sent: { label: 'sent', tone: 'info', says: 'It is on its way, or something newer stands in its place.' },
  stored: { label: 'with the fans', tone: 'good', says: 'It is stored, and fans have it.' },
  dead: { label: 'dead', tone: 'critical', says: 'It could not be processed.' },
}

/** Home and away as people name them; the id where nobody has told. */
export function matchName({ matchId, fixture }: Pick<DeskMatch, 'matchId' | 'fixture'>): string {
  return fixture ? `${fixture.home} – ${fixture.away}` : matchId
}

export const scoreText = ({ home, away }: { readonly home: number; readonly away: number }): string =>
  `${home}–${away}`

/** Where the pipeline's page shows the minute of a time. */
export function pipelineHref(at: string | null): string {
  if (at === null) return '/console'
  const minute = new Date(Math.floor(Date.parse(at) / 60_000) * 60_000).toISOString()
  return `/console?at=${encodeURIComponent(minute)}`
}
