import { wellFormedText } from '@touchline/contracts'
import { z } from 'zod'
import type { RawItem } from '../../dead-letter.ts'
import { notJson, readJson, withoutMark } from '../read-json.ts'
import { memberOf, slicesOf } from './json-slices.ts'

/** A stadium's answer; a reading that is no JSON is `undefined`, with its damage in `rawOf`. */
export interface Poll {
  readonly cursor: string
  readonly readings: readonly unknown[]
  readonly rawOf: (index: number) => RawItem
}

const maxCursorLength = 1_024
const cursorSchema = wellFormedText.max(maxCursorLength)
const pollSchema = z.object({ cursor: cursorSchema, readings: z.array(z.unknown()) })

/** Undefined where not even the cursor and the bounds of the readings can be made out. */
export function parsePoll(answer: Buffer, maxRawBytes: number): Poll | undefined {
  const body = withoutMark(answer)
  const json = readJson(body)
  if (!json.ok) return salvage(body, maxRawBytes)
  const poll = pollSchema.safeParse(json.value).data
  if (!poll) return undefined
  let slices: Buffer[] | undefined
  const rawOf = (index: number): RawItem => {
    slices ??= slicesOf(memberOf(body, 'readings') ?? body) ?? []
    const bytes = slices[index] ?? Buffer.from(JSON.stringify(poll.readings[index]))
    return { bytes: bytes.subarray(0, maxRawBytes) }
  }
  return { ...poll, rawOf }
}

/** One broken reading makes the whole answer no JSON; its neighbours are read all the same. */
function salvage(body: Buffer, maxRawBytes: number): Poll | undefined {
  const cursorBytes = memberOf(body, 'cursor')
  const cursorJson = cursorBytes && readJson(cursorBytes)
  const cursor = cursorJson?.ok ? cursorSchema.safeParse(cursorJson.value).data : undefined
  const readingsBytes = memberOf(body, 'readings')
  const slices = readingsBytes && slicesOf(readingsBytes)
  if (cursor === undefined || slices === undefined) return undefined
  const parts = slices.map(bytes => ({ bytes: bytes.subarray(0, maxRawBytes), json: readJson(bytes) }))
  return {
    cursor,
    readings: parts.map(({ json }) => (json.ok ? json.value : undefined)),
    rawOf: index => {
      const part = parts[index]
      const bytes = part?.bytes ?? Buffer.alloc(0)
      return part?.json.ok ? { bytes } : { bytes, damage: notJson }
    },
  }
}
