import { matchIdSchema } from '@touchline/contracts'
import { z } from 'zod'

const rate = z.number().min(0).max(1)

/** How often the sources misbehave, as probabilities per event. All of it is counted, none changes the score. */
export const faultRatesSchema = z.object({
  /** The same event is sent again, unchanged, a little later. */
  duplicates: rate.default(0),
  /** Two neighbours of one source are sent in the wrong order. */
  disorder: rate.default(0),
  /** A payload that no schema accepts is sent in between; no two of them are alike. */
  malformed: rate.default(0),
  /** The next `burstSize` events of a source are held back and sent at once. */
  bursts: rate.default(0),
  burstSize: z.int().min(2).max(500).default(20),
})
export type FaultRates = z.infer<typeof faultRatesSchema>

export const speedSchema = z.union([z.literal('max'), z.number().positive().max(10_000)])
/** 1 is real time, 10 is ten times as fast, `max` waits for nothing but the reader. */
export type Speed = z.infer<typeof speedSchema>

export const scriptOptionsSchema = z.object({
  seed: z
    .union([z.string().min(1).max(64), z.number()])
    .transform(String)
    .default('touchline'),
  /** The match's id, or what the ids of several (or of repeated) matches begin with: `<matchId>-1`, `-2` … */
  matchId: matchIdSchema.optional(),
  matches: z.int().min(1).max(100).default(1),
  speed: speedSchema.default(10),
  /** Each match that ends is followed by another with a new id. */
  loop: z.boolean().default(false),
  halfSeconds: z.number().min(30).max(3_600).default(2_700),
  breakSeconds: z.number().min(0).max(1_800).default(300),
  /** `lively` has four to six goals, the first of them early; `plausible` has as many as football has. */
  goals: z.enum(['lively', 'plausible']).default('lively'),
  ballEverySeconds: z.number().min(0.02).max(60).default(2),
  faults: faultRatesSchema.prefault({}),
})
export type ScriptOptions = z.input<typeof scriptOptionsSchema>
export type ResolvedScriptOptions = z.output<typeof scriptOptionsSchema>
/** What one match's script depends on, beside its seed and id. */
export type MatchOptions = Pick<
  ResolvedScriptOptions,
  'halfSeconds' | 'breakSeconds' | 'goals' | 'ballEverySeconds' | 'faults'
>
