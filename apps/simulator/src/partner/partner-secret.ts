import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export interface PartnerSettings {
  /** JSON, from the setting or from the file that it names. */
  readonly BROADCAST_PARTNERS?: string | undefined
  readonly TOUCHLINE_DATA?: string | undefined
}

const partnersSchema = z.record(z.string(), z.object({ secrets: z.array(z.string()).default([]) }))

/**
 * A partner's first secret, from the same settings that ingest reads: `BROADCAST_PARTNERS` (JSON), else
 * `partners.json` in the data folder. Throws an error that says where it looked.
 */
export function readPartnerSecret(partner: string, settings: PartnerSettings): string {
  const { text, where } = locate(settings)
  const secret = read(text, where)[partner]?.secrets.find(each => each.startsWith('whsec_'))
  if (secret === undefined) throw new Error(`${where} has no "whsec_…" secret for the partner "${partner}"`)
  return secret
}

/** Where a partner's secret is looked for, in words for people. */
export function secretPlace(settings: PartnerSettings): string {
  if (settings.BROADCAST_PARTNERS) return 'BROADCAST_PARTNERS'
  return join(settings.TOUCHLINE_DATA || '.touchline', 'partners.json')
}

function locate(settings: PartnerSettings): { text: string; where: string } {
  const where = secretPlace(settings)
  if (settings.BROADCAST_PARTNERS) return { text: settings.BROADCAST_PARTNERS, where }
  try {
    return { text: readFileSync(where, 'utf8'), where }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Error(
      `no secret for signing: ${where} can't be read (${code}). It is written when Touchline starts; ` +
        'or set BROADCAST_PARTNERS, BROADCAST_PARTNERS_FILE or TOUCHLINE_DATA, or give a secret outright',
    )
  }
}

function read(text: string, where: string): z.infer<typeof partnersSchema> {
  try {
    return partnersSchema.parse(JSON.parse(text))
  } catch {
    throw new Error(`${where} is not JSON of the form {"<partner>": {"secrets": ["whsec_…"]}}`)
  }
}
