import type { EventPayloads, EventType, EventVersionContent, MatchEvent, Side } from '@touchline/contracts'

export interface Described {
  readonly title: string
  readonly detail: string | undefined
  readonly team: Side | undefined
}

const titles: Record<EventType, string> = {
  'match-scheduled': 'Match announced',
  'period-started': 'Kick-off',
  'period-ended': 'End of the period',
  'match-ended': 'Full time',
  'goal-scored': 'Goal',
  'score-corrected': 'Score corrected',
  'card-shown': 'Card',
  'injury-reported': 'Injury',
  'substitution-made': 'Substitution',
  'shot-taken': 'Shot',
  'pass-made': 'Pass',
  'ball-carried': 'Carry',
  'ball-recovered': 'Ball won',
  'ball-lost': 'Ball lost',
  'ball-out': 'Out of play',
  'challenge-contested': 'Challenge',
  'foul-suffered': 'Foul',
  'set-piece-taken': 'Set piece',
  'commentary-published': 'Commentary',
  'status-changed': 'Status',
  'other-reported': 'Report',
  'primary-provider-changed': 'Source of the match changed',
  'event-revised': 'Correction',
  'event-withdrawn': 'Withdrawn',
  'ball-tracked': 'Ball',
  'player-tracked': 'Player',
  'goal-line-crossed': 'Ball over the line',
  'crowd-noise-measured': 'Crowd',
  'post-published': 'Post',
}

type Texts = { [K in EventType]?: (payload: EventPayloads[K], event: MatchEvent) => Partial<Described> }

const shootOutPeriod = 5

const rulings: Record<EventPayloads['status-changed']['status'], string> = {
  suspended: 'Match suspended',
  resumed: 'Match resumed',
  abandoned: 'Match abandoned',
  postponed: 'Match postponed',
  cancelled: 'Match cancelled',
  awarded: 'Match awarded',
}

const words = (text: string): string => {
  const spaced = text.replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
const joined = (...parts: (string | undefined)[]): string | undefined =>
  parts.filter(Boolean).join(' · ') || undefined

const texts: Texts = {
  'goal-scored': ({ player, assist, kind }, { score, clock, isBackup }) => ({
    title:
      clock.period === shootOutPeriod
        ? 'Penalty scored'
        : isBackup
          ? 'Goal'
          : `Goal ${score.home}–${score.away}`,
    detail: joined(
      player,
      kind && kind !== 'open-play' ? words(kind).toLowerCase() : undefined,
      assist && `assist ${assist}`,
    ),
  }),
  'score-corrected': ({ home, away, reason }) => ({
    title: `Score corrected: ${home}–${away}`,
    detail: reason,
  }),
  'card-shown': ({ card, player, detail }) => ({
    title: `${words(card)} card`,
    detail: joined(player, detail),
  }),
  'substitution-made': ({ playerIn, playerOut }) => ({ detail: `${playerIn} for ${playerOut}` }),
  'shot-taken': ({ outcome, player }, { clock }) => ({
    title: `${clock.period === shootOutPeriod ? 'Penalty' : 'Shot'} ${words(outcome).toLowerCase()}`,
    detail: player,
  }),
  'event-revised': ({ event: now }, event) => {
    const { title, detail, team } = describeVersion(event, now)
    return { title: `Correction: ${title}`, detail, team }
  },
  'event-withdrawn': ({ previous }, event) => {
    if (!previous) return {}
    const { title, detail, team } = describeVersion(event, previous)
    return { title: `Withdrawn: ${title}`, detail, team }
  },
  'pass-made': ({ player, receiver }) => ({
    detail: player && receiver ? `${player} to ${receiver}` : player,
  }),
  'set-piece-taken': ({ kind, player }) => ({ title: words(kind), detail: player }),
  'period-started': (_, { clock }) => ({
    title: clock.period === 1 ? 'Kick-off' : `Period ${clock.period} begins`,
  }),
  'period-ended': (_, { clock }) => ({
    title: clock.period === 1 ? 'Half time' : `End of period ${clock.period}`,
  }),
  'status-changed': ({ status, reason }) => ({ title: rulings[status], detail: reason }),
  'other-reported': ({ action, player, detail }) => ({
    title: words(action),
    detail: joined(player, detail),
  }),
  'commentary-published': ({ text }) => ({ title: text }),
  'post-published': ({ author, text }) => ({ title: text, detail: author }),
  'goal-line-crossed': ({ confidence }) => ({ detail: `${Math.round(confidence * 100)} % sure` }),
}

/** An event in words. Payloads are text from outside: they are shown as text, never as markup. */
export function describeEvent(event: MatchEvent): Described {
  const { payload } = event
  const text = texts[event.type] as ((payload: unknown, event: MatchEvent) => Partial<Described>) | undefined
  return {
    title: titles[event.type],
    detail: 'player' in payload ? payload.player : undefined,
    team: 'team' in payload ? payload.team : undefined,
    ...text?.(payload, event),
  }
}

/** One version of an event in words, whatever the score was when it was told. */
export function describeVersion(
  event: MatchEvent,
  { isBackup: _, ...content }: EventVersionContent,
): Described {
  return describeEvent({ ...event, ...content, isBackup: true } as MatchEvent)
}

/** One sentence for a screen reader. */
export function announce(event: MatchEvent, nameOf: (side: Side) => string): string {
  const { title, detail, team } = describeEvent(event)
  return [title, team && nameOf(team), detail].filter(Boolean).join(', ')
}
