import {
  addToAccounts,
  type Database,
  faultKind,
  findLetterPlaces,
  insertDeadLetters,
  inTransaction,
  type NewDeadLetter,
  type noOutcome,
  placeOf,
  type Transaction,
  together,
} from '@touchline/db'
import type { Spool } from '@touchline/resilience'
import { type Accounts, addOutcome } from '../jobs/enrich/account.ts'
import { repeat } from '../repeat.ts'

/** What became of letters that were to be kept. */
export interface Kept {
  /** Places of those that are new in the table, as `placeOf` writes them. */
  readonly inserted: ReadonlySet<string>
  /** Places of those that wait in the spool: they are accounted for when they come to the table. */
  readonly spooled: ReadonlySet<string>
}

/** Where dead letters go within the transaction of the effects. */
export interface LetterStore {
  keep(tx: Transaction, letters: readonly NewDeadLetter[]): Promise<Kept>
}

const none: ReadonlySet<string> = new Set()

/** The table alone: where it fails, the transaction does. */
export const letterTable: LetterStore = {
  keep: async (tx, letters) => ({ inserted: await insertDeadLetters(tx, letters), spooled: none }),
}

export interface SpoolingOptions {
  readonly database: Database
  readonly spool: Spool
  readonly onSpooled: (letters: number) => void
  readonly onDrained: (letters: number) => void
  readonly onError: (error: unknown) => void
  /** Default 1,000. */
  readonly intervalMs?: number
}

const quietMs = 5_000

/**
 * The table, and a spool on this machine for when the table alone can't be written: the records' neighbours go on, and
 * the letters follow when the table is back. Where the whole database is away, nothing is spooled: the log keeps the
 * records. What the spool can't take fails the transaction.
 */
export function createLetterStore(options: SpoolingOptions): LetterStore & { stop(): Promise<void> } {
  const { database, spool, onSpooled, onDrained, onError, intervalMs = 1_000 } = options
  let quietUntilMs = 0
  const toSpool = async (letters: readonly NewDeadLetter[]): Promise<Kept> => {
    await spool.append(letters.map(encode))
    onSpooled(letters.length)
    return { inserted: none, spooled: new Set(letters.map(placeOfLetter)) }
  }
  const drain = async () => {
    if (spool.depth().records === 0 || performance.now() < quietUntilMs) return
    const sent = await spool.drain(records => store(database, records.map(decode)), { batch: 100 })
    onDrained(sent)
  }
  const draining = repeat({ everyMs: intervalMs, work: drain, onError })
  return {
    keep: async (tx, letters) => {
      if (letters.length === 0) return { inserted: none, spooled: none }
      if (performance.now() < quietUntilMs) return toSpool(letters)
      try {
        const [, inserted] = await together([
          tx.query('savepoint letters'),
          insertDeadLetters(tx, letters),
        ] as const)
        return { inserted, spooled: none }
      } catch (error) {
        await tx.query('rollback to savepoint letters').catch(() => Promise.reject(error))
        quietUntilMs = performance.now() + quietMs
        onError(error)
        return toSpool(letters)
      }
    },
    stop: draining.stop,
  }
}

/** Brings spooled letters to the table, with their accounts; one that came twice is passed over. */
async function store(database: Database, letters: readonly NewDeadLetter[]): Promise<void> {
  const usable = letters.filter(letter => letter.originTopic !== '')
  try {
    await storeTogether(database, usable)
  } catch (error) {
    if (faultKind(error) === 'database' || usable.length <= 1) throw error
    for (const letter of usable) await storeTogether(database, [letter])
  }
}

function storeTogether(database: Database, letters: readonly NewDeadLetter[]): Promise<void> {
  return inTransaction(database.pool, async tx => {
    const known = await findLetterPlaces(tx, letters)
    const fresh = letters.filter(letter => !known.has(placeOfLetter(letter)))
    const inserted = await insertDeadLetters(tx, fresh)
    const accounts: Accounts = new Map()
    for (const letter of fresh) {
      const outcome: keyof typeof noOutcome = inserted.has(placeOfLetter(letter)) ? 'dead' : 'duplicate'
      addOutcome(accounts, letter.originTopic, letter.matchId, outcome)
    }
    for (const [topic, outcomes] of accounts) await addToAccounts(tx, topic, outcomes)
  })
}

const placeOfLetter = ({ originTopic, originPartition, originOffset }: NewDeadLetter) =>
  placeOf(originTopic, originPartition, originOffset)

const encode = ({ raw, originOffset, ...letter }: NewDeadLetter): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...letter,
      originOffset: String(originOffset),
      raw: Buffer.from(raw).toString('base64'),
    }),
  )

function decode(bytes: Uint8Array): NewDeadLetter {
  const { raw, originOffset, ...letter } = JSON.parse(Buffer.from(bytes).toString('utf8'))
  return { ...letter, originOffset: BigInt(originOffset), raw: Buffer.from(raw, 'base64') } as NewDeadLetter
}
