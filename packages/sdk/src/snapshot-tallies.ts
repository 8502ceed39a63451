import type { EventVersionContent, MatchEvent, MatchSnapshot, Side } from '@touchline/contracts'
import { isRevision } from './current-event.ts'

type Tallies = Pick<MatchSnapshot, 'yellowCards' | 'redCards' | 'shots' | 'penalties' | 'penaltyKicks'>
type Counted = Omit<EventVersionContent, 'payload'> & { readonly payload: object }

const shootOutPeriod = 5
const nobody = { home: 0, away: 0 }

/** Cards, shots and kicks of the shoot-out after an event: a revision takes back what held before it. */
export function talliesAfter(snapshot: MatchSnapshot, event: MatchEvent): Tallies {
  const { yellowCards, redCards, shots, penalties, penaltyKicks } = snapshot
  const before = {
    ...{ yellowCards, redCards, shots },
    ...(penalties && { penalties }),
    ...(penaltyKicks && { penaltyKicks }),
  }
  if (!isRevision(event)) return event.isBackup ? before : counted(before, event, 1)
  const { previous } = event.payload
  const without = previous && !previous.isBackup ? counted(before, previous, -1) : before
  return event.type === 'event-revised' && !event.isBackup
    ? counted(without, event.payload.event, 1)
    : without
}

function counted(tallies: Tallies, { type, payload, clock }: Counted, by: 1 | -1): Tallies {
  const { team, kind, card, player } = payload as Record<string, unknown>
  if (team !== 'home' && team !== 'away') return tallies
  if (type === 'card-shown') return withCard(tallies, { team, card, by })
  const isGoal = type === 'goal-scored'
  if (!isGoal && type !== 'shot-taken') return tallies
  if (clock.period === shootOutPeriod) return withKick(tallies, { team, scored: isGoal, player, by })
  return isGoal && kind === 'own-goal' ? tallies : { ...tallies, shots: moved(tallies.shots, team, by) }
}

interface Card {
  readonly team: Side
  readonly card: unknown
  readonly by: 1 | -1
}

/** A second yellow is a yellow card and a red one. */
const withCard = (tallies: Tallies, { team, card, by }: Card): Tallies => ({
  ...tallies,
  yellowCards: card === 'red' ? tallies.yellowCards : moved(tallies.yellowCards, team, by),
  redCards: card === 'yellow' ? tallies.redCards : moved(tallies.redCards, team, by),
})

interface Kick {
  readonly team: Side
  readonly scored: boolean
  readonly player: unknown
  readonly by: 1 | -1
}

/** A kick that is taken back is the last one like it. */
function withKick(tallies: Tallies, { team, scored, player, by }: Kick): Tallies {
  const { penalties = nobody, penaltyKicks = [] } = tallies
  const isLike = (kick: (typeof penaltyKicks)[number]) =>
    kick.team === team && kick.scored === scored && kick.player === player
  const taken = { team, scored, ...(typeof player === 'string' && { player }) }
  const index = by < 0 ? penaltyKicks.findLastIndex(isLike) : -1
  return {
    ...tallies,
    penalties: scored ? moved(penalties, team, by) : penalties,
    penaltyKicks:
      by > 0 ? [...penaltyKicks, taken] : index < 0 ? penaltyKicks : penaltyKicks.toSpliced(index, 1),
  }
}

const moved = (tally: Readonly<Record<Side, number>>, side: Side, by: number) => ({
  ...tally,
  [side]: Math.max(0, tally[side] + by),
})
