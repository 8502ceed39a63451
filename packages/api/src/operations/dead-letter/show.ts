import {
  type Database,
  getLetter,
  type LetterDetail,
  type LetterReplay,
  readLetterReplays,
} from '@touchline/db'
import { z } from 'zod'
import { failed, type Outcome, succeeded } from '../outcome.ts'
import { rowIdSchema } from './choice.ts'

export const showDeadLetterInput = z.object({ id: rowIdSchema })

export interface DeadLetterView extends Omit<LetterDetail, 'raw'> {
  readonly raw: {
    readonly bytes: number
    /** Null where the bytes are not UTF-8. */
    readonly text: string | null
    readonly base64: string
  }
  /** The newest first, at most 100. */
  readonly replays: readonly LetterReplay[]
}

const maxReplays = 100

/** All that is known of a dead letter; of headers that look like secrets, only that they were there. */
export async function showDeadLetter(
  database: Database,
  { id }: z.output<typeof showDeadLetterInput>,
): Promise<Outcome<DeadLetterView, 'dead-letter-not-found'>> {
  const [letter, replays] = await Promise.all([
    getLetter(database, id),
    readLetterReplays(database, id, maxReplays),
  ])
  if (!letter) return failed('dead-letter-not-found')
  const { raw, headers, ...rest } = letter
  return succeeded({ ...rest, headers: withoutSecrets(headers), raw: rawView(raw), replays })
}

const secretNames = /authori[sz]ation|cookie|token|secret|signature|password|credential|api-?key/i

const withoutSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretNames.test(name) ? '(hidden)' : value]),
  )

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function rawView(raw: Buffer): DeadLetterView['raw'] {
  return { bytes: raw.byteLength, text: textOf(raw), base64: raw.toString('base64') }
}

function textOf(raw: Buffer): string | null {
  try {
    return utf8.decode(raw)
  } catch {
    return null
  }
}
