import { openOwnKeys } from '../../access/own-keys.ts'
import { readStageEnv } from '../../env.ts'
import { CliFault } from '../command.ts'

/** What keys are made with: the setting, or in the embedded profile its own. */
export async function findPepper(): Promise<string> {
  const { API_KEY_PEPPER: pepper, DATABASE_URL, TOUCHLINE_DATA } = readStageEnv()
  if (pepper !== undefined) return pepper
  if (DATABASE_URL === undefined) return (await openOwnKeys(TOUCHLINE_DATA)).apiKeyPepper
  throw new CliFault('API_KEY_PEPPER is not set: set it, or API_KEY_PEPPER_FILE, to that of the gateways')
}
