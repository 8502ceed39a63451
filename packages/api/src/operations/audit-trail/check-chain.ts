import { type ChainedEntry, chainStart, hashOfEntry } from '@touchline/db'

/**
 * What is wrong at an entry. `missing`: entries before it are gone; `out-of-order`: it stands where none may;
 * `changed`: what it says is not what was hashed; `unlinked`: it is chained to something else than the entry before it.
 */
export type ChainFaultKind = 'missing' | 'out-of-order' | 'changed' | 'unlinked'

export interface ChainFault {
  readonly id: string
  readonly kind: ChainFaultKind
  /** What differs. */
  readonly text: string
}

/** How far a chain has been followed. */
export interface ChainPlace {
  /** The id of the last entry; '0': before the first. */
  readonly id: string
  readonly hash: Uint8Array
}

export const beforeFirst: ChainPlace = { id: '0', hash: chainStart }

export interface ChainCheck {
  readonly place: ChainPlace
  readonly faults: readonly ChainFault[]
}

/** Follows the chain through entries in their order. Goes on behind a fault from what stands there. */
export function checkChain(from: ChainPlace, entries: readonly ChainedEntry[]): ChainCheck {
  let place = from
  const faults: ChainFault[] = []
  for (const entry of entries) {
    const fault = faultOf(place, entry)
    if (fault) faults.push({ id: entry.id, ...fault })
    place = { id: entry.id, hash: entry.hash }
  }
  return { place, faults }
}

function faultOf(before: ChainPlace, entry: ChainedEntry): Omit<ChainFault, 'id'> | undefined {
  const expected = BigInt(before.id) + 1n
  const id = BigInt(entry.id)
  if (id < expected) {
    return { kind: 'out-of-order', text: `entry ${entry.id} stands where ${expected} should` }
  }
  if (id > expected) return { kind: 'missing', text: missingText(expected, id - 1n) }
  const computed = hashOfEntry(entry)
  if (!isSame(computed, entry.hash)) {
    return {
      kind: 'changed',
      text: `what it says gives the hash ${short(computed)}, and it carries ${short(entry.hash)}`,
    }
  }
  if (isSame(entry.prevHash, before.hash)) return undefined
  return {
    kind: 'unlinked',
    text: `it is chained to ${short(entry.prevHash)}, and entry ${before.id} has the hash ${short(before.hash)}`,
  }
}

const missingText = (first: bigint, last: bigint) =>
  first === last ? `entry ${first} is not there` : `entries ${first} to ${last} are not there`

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
const short = (hash: Uint8Array) => `${Buffer.from(hash).toString('hex').slice(0, 16)}…`
