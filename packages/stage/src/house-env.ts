import { admissionEnv } from '@touchline/gateway'
import type { z } from 'zod'
import { readHouseSettings, stageEnvSchema } from './env.ts'

export const houseEnvSchema = stageEnvSchema.safeExtend(admissionEnv)
export type HouseEnv = z.infer<typeof houseEnvSchema>

/** Reads the settings of the whole house: beside those of its commands, those of its gateway's admission. */
export const readHouseEnv = (source?: NodeJS.ProcessEnv): HouseEnv =>
  readHouseSettings(houseEnvSchema, source)
