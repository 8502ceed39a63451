import type { EventVersionContent, MatchEvent, Side } from '@touchline/contracts'

/** A pass or a shot that is counted (1) or taken back (−1), at its own time. */
export interface PlayCount {
  readonly name: 'passesHome' | 'passesAway' | 'shotsHome' | 'shotsAway'
  readonly occurredAt: string
  readonly by: 1 | -1
}

/** What an event changes of its match's passes and shots: a revision takes back what held before it. */
export function playCounts(event: MatchEvent): PlayCount[] {
  if (event.type === 'event-withdrawn') return counted(event.payload.previous, -1)
  if (event.type !== 'event-revised') return counted(event, 1)
  const { previous, event: now } = event.payload
  return [...counted(previous, -1), ...counted({ ...now, isBackup: event.isBackup }, 1)]
}

type Counted = Omit<EventVersionContent, 'payload' | 'isBackup'> & {
  readonly payload: object
  readonly isBackup?: true | undefined
}

const passesOf = { home: 'passesHome', away: 'passesAway' } as const satisfies Record<Side, PlayCount['name']>
const shotsOf = { home: 'shotsHome', away: 'shotsAway' } as const satisfies Record<Side, PlayCount['name']>
/** Where all attempts count; where they do not, `recountShots` has the last word. */
function counted(content: Counted | null, by: PlayCount['by']): PlayCount[] {
  const { team, kind } = (content?.payload ?? {}) as { readonly team?: unknown; readonly kind?: unknown }
  if (!content || (team !== 'home' && team !== 'away')) return []
  const { type, occurredAt, isBackup } = content
  if (type === 'pass-made') return [{ name: passesOf[team], occurredAt, by }]
  const isShot = type === 'shot-taken' || (type === 'goal-scored' && kind !== 'own-goal')
  return isShot && !isBackup ? [{ name: shotsOf[team], occurredAt, by }] : []
}
