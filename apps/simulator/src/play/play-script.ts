import { writeMatch } from '../script/match-script.ts'
import type { ResolvedScriptOptions } from '../script/options.ts'
import type { Backlog } from '../servers/backlog.ts'
import { seedOf } from './expected.ts'
import { playMatch, type Stage } from './play-match.ts'

export interface ScriptPlay extends Omit<Stage, 'stadium'> {
  readonly options: ResolvedScriptOptions
  /** One for each match played at once. */
  readonly stadiums: readonly Backlog[]
  readonly signal: AbortSignal
}

/** Plays all matches at once, each in its own stadium, and with `loop` round after round. */
export async function playScript(play: ScriptPlay): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([play.signal, failed.signal])
  const slots = play.stadiums.map((stadium, slot) =>
    playSlot({ ...play, signal }, stadium, slot).catch(error => {
      failed.abort(error)
      throw error
    }),
  )
  await Promise.allSettled(slots)
  signal.throwIfAborted()
}

async function playSlot(play: ScriptPlay, stadium: Backlog, slot: number): Promise<void> {
  const { options, logger, signal } = play
  const prefix = options.matchId ?? `match-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}`
  const single = options.matches === 1 && !options.loop
  for (let round = 0; round === 0 || options.loop; round++) {
    const number = round * options.matches + slot + 1
    const matchId = single ? prefix : `${prefix}-${number}`
    const seed = seedOf(options, number)
    const script = writeMatch(matchId, seed, options)
    logger.info({ matchId, fixture: script.fixture, speed: options.speed, seed }, 'a match begins')
    await playMatch(script, { ...options, seed }, { ...play, stadium }, signal)
    logger.info({ matchId }, 'a match has ended')
  }
}
