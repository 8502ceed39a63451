import { beforeFirst, type ChainFault, checkChain } from '@touchline/api'
import type { ChainedEntry } from '@touchline/db'

export interface ChainReport {
  readonly ok: boolean
  readonly checked: number
  /** How many there are; `faults` has the first 100. */
  readonly faultCount: number
  readonly faults: readonly ChainFault[]
  /** The last entry: note its hash elsewhere, and a tail that is cut off later shows. Null: there is none. */
  readonly head: { readonly id: string; readonly at: string; readonly hash: string } | null
  /** Of the hash that somebody noted: which entry has it; null: none. Absent where none was asked for. */
  readonly notedAt?: string | null
}

const faultsMax = 100
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Checks a whole chain, some entries at a time. `onProgress` is told how many have been checked. */
export async function followChain(
  chunks: AsyncIterable<readonly ChainedEntry[]>,
  noted: string | undefined,
  onProgress: (checked: number) => void,
): Promise<ChainReport> {
  let place = beforeFirst
  let [checked, faultCount] = [0, 0]
  let last: ChainedEntry | undefined
  let notedAt: string | null = null
  const faults: ChainFault[] = []
  for await (const entries of chunks) {
    const checkedNow = checkChain(place, entries)
    place = checkedNow.place
    checked += entries.length
    faultCount += checkedNow.faults.length
    faults.push(...checkedNow.faults.slice(0, faultsMax - faults.length))
    notedAt ??= entries.find(({ hash }) => hexOf(hash) === noted)?.id ?? null
    last = entries.at(-1) ?? last
    onProgress(checked)
  }
  const isCut = noted !== undefined && notedAt === null
  return {
    ok: faultCount === 0 && !isCut,
    ...{ checked, faultCount, faults },
    head: last ? { id: last.id, at: last.at, hash: hexOf(last.hash) } : null,
    ...(noted === undefined ? {} : { notedAt }),
  }
}
