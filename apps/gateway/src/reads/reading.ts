import { type Caller, refusal } from '@touchline/api'
import { addressKey } from '@touchline/contracts/addresses'
import { readCost } from './read-cost.ts'
import type { ReadQueue } from './read-queue.ts'

/** Reads of one caller: each when it is its address's turn, and paid for by what it found. */
export const readingOf =
  (queue: ReadQueue, address: string): NonNullable<Caller['read']> =>
  async (work, foundOf) => {
    const turn = await queue.turn(addressKey(address))
    if (!turn) throw refusal('rate-limited')
    let micros = readCost(undefined)
    try {
      const value = await work()
      micros = readCost(foundOf(value))
      return value
    } finally {
      turn.end(micros)
    }
  }
