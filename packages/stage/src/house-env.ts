import { admissionEnv, admissionSecretNames } from '@touchline/gateway'
import type { z } from 'zod'
import { readSettings, stageEnvSchema, stageSecretNames } from './env.ts'

const houseEnvSchema = stageEnvSchema.extend(admissionEnv)
export type HouseEnv = z.infer<typeof houseEnvSchema>

/** Reads the settings of the whole house: beside those of its commands, those of its gateway's door. */
export const readHouseEnv = (source?: NodeJS.ProcessEnv): HouseEnv =>
  readSettings(houseEnvSchema, [...stageSecretNames, ...admissionSecretNames], source)
