import type { EventLog } from './event-log.ts'

/** Holds the id of the system that the log belongs to. One partition, whose records are never deleted. */
export const systemTopic = 'touchline-system'
const key = 'system'
/** One for each claim or adoption; beyond them nothing counts. */
const maxRecords = 1_000

interface Claim {
  readonly id: string
  /** Whose log it was. */
  readonly adopts?: string
}

type OwnedLog = Pick<EventLog, 'append' | 'read'>

/** The first claim counts, and each adoption from whom the log then belonged to: all readers find the same. */
export async function ownerOf(log: OwnedLog): Promise<string | undefined> {
  const records = await log.read(systemTopic, 0, 0n, maxRecords)
  let owner: string | undefined
  for (const { value } of records) {
    const claim = parse(value)
    if (claim && (owner === undefined || claim.adopts === owner)) owner = claim.id
  }
  return owner
}

/** Claims a log that belongs to nobody; resolves with the id that it then belongs to. */
export async function claimLog(log: OwnedLog, id: string): Promise<string> {
  const owner = await ownerOf(log)
  if (owner !== undefined) return owner
  await append(log, { id })
  return (await ownerOf(log)) ?? id
}

/** Takes over the log from whomever it belongs to; resolves with their id, undefined where that was nobody. */
export async function adoptLog(log: OwnedLog, id: string): Promise<string | undefined> {
  const owner = await ownerOf(log)
  if (owner !== id) await append(log, owner === undefined ? { id } : { id, adopts: owner })
  return owner
}

const append = (log: OwnedLog, claim: Claim) =>
  log.append(systemTopic, [{ key, value: Buffer.from(JSON.stringify(claim)), headers: {} }])

function parse(value: Uint8Array): Claim | undefined {
  try {
    const { id, adopts } = JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>
    if (typeof id !== 'string' || id === '') return undefined
    return typeof adopts === 'string' ? { id, adopts } : { id }
  } catch {
    return undefined
  }
}
