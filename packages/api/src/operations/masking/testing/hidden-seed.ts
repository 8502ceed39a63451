import type { Database } from '@touchline/db'
import { buryLetters, deadLetter } from '@touchline/db/testing'
import { initialState } from '@touchline/match'
import fc from 'fast-check'
import { storeTestEvents } from '../../event/testing/stored-events.ts'
import { withSecret } from './any-event.ts'

/** Letters, digits and `-` alone, so that it may stand where an id must. */
export const secret = 'Zqsecret-hidden7qZ'
const quoted = `payload.player: "${secret}" is wrong; ${secret} and ${secret.toUpperCase()}`

type Write = (text: string) => Buffer
const written: readonly Write[] = [
  text => Buffer.from(text),
  text => Buffer.from(`\ufeff${text}`, 'utf16le'),
  text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  text => Buffer.from(text.slice(0, -1)),
  text => Buffer.from(JSON.stringify({ type: 'goal-scored', payload: { detail: text } })),
  text => Buffer.from(`<event note='${text}'/>`),
  text => Buffer.from(`id,note\n1,${text}\n`),
]

/** Payloads with the secret in them in every way that the generator knows, always the same. */
function payloads(count: number): Buffer[] {
  const sampled = fc.sample(withSecret(), { numRuns: count, seed: 7 })
  return sampled.map(({ value, secret: other }, index) => {
    const text = JSON.stringify(value).replaceAll(other, secret)
    return (written[index % written.length] ?? Buffer.from)(text)
  })
}

const events = ['goal-scored', 'card-shown', 'post-published', secret]

/** A database in which a secret stands in every column that what comes from outside can fill. */
export async function seedSecrets(database: Database): Promise<string[]> {
  const letters = payloads(60).map((raw, index) =>
    deadLetter({
      source: index % 3 === 0 ? 'social' : 'broadcast',
      sourceEventId: `${secret}-${index}`,
      provider: `${secret} ${index}`,
      matchId: index % 2 === 0 ? secret : 'stored',
      eventType: events[index % events.length] ?? '',
      ...{
        errorMessage: quoted,
        evidence: quoted,
        raw,
        errorCode: index % 5 === 0 ? secret : 'schema-mismatch',
      },
      ...{ traceparent: secret, schemaVersion: secret, correlationId: secret },
      shape: { payload: 'object', [secret]: 'string', [`payload.${secret}`]: 'number' },
      headers: {
        'error-message': quoted,
        provider: `${secret} x`,
        schema: secret,
        [secret]: 'x',
        'x-y': secret,
      },
    }),
  )
  const ids = await buryLetters(database.pool, letters)
  await storeTestEvents(database, 'stored', [
    { type: 'goal-scored', payload: { team: 'home', player: 'Ada', [secret]: 1 } },
  ])
  await seedReplays(database)
  await seedMatches(database)
  return ids
}

const seedReplays = ({ pool }: Database) =>
  pool.query(
    `with made as (
       insert into replays (mode, query, reason, requested_by, rate_per_second, canary, total)
       values ('live', '{}', 'fixed', 'ann', 1, false, 20) returning id)
     insert into replay_items (replay_id, dead_letter_id, ordinal, outcome, settled_at, sent_at, message, error_code,
       fingerprint, new_source_event_id, edited)
     select made.id, d.id, d.id, (array['superseded', 'dead_again'])[d.id % 2 + 1]::replay_outcome, now(), now(), $1, $2::text, 'f',
       $2::text || '-' || d.id, 'x' from dead_letters d, made where d.id <= 20`,
    [quoted, secret],
  )

async function seedMatches({ pool }: Database): Promise<void> {
  await pool.query(
    `insert into parked_matches (match_id, error_code, error_message, due_at) values ('stored', 'match-locked', $1, now())`,
    [quoted],
  )
  await pool.query("update matches set state = $1 where match_id = 'stored'", [initialState])
  const finding = { topic: 'broadcast-events', matchId: secret, stated: { dead: 1 }, counted: { dead: 2 } }
  await pool.query(
    `insert into reconciliation_reports (kind, at, from_at, ok, findings, totals)
     values ('account', now(), now() - interval '1 hour', false, $1, '{}')`,
    [JSON.stringify([finding])],
  )
}
