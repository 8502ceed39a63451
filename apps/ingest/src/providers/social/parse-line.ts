import { z } from 'zod'
import type { RawItem } from '../../dead-letter.ts'
import { notJson, readJson } from '../read-json.ts'
import type { Line } from './line-splitter.ts'
import { sanitiseText } from './sanitise.ts'

export type ParsedLine =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'post'; readonly item: unknown; readonly raw: RawItem }

const heartbeatSchema = z.object({ heartbeat: z.literal(true) })

/** Reads one line; what a person wrote in it is sanitised before anything looks at it. */
export function parseLine({ bytes, totalBytes }: Line, maxLineBytes: number): ParsedLine {
  if (totalBytes > maxLineBytes)
    return { kind: 'post', item: undefined, raw: { bytes, damage: tooLong(totalBytes) } }
  const json = readJson(bytes)
  if (!json.ok) return { kind: 'post', item: undefined, raw: { bytes, damage: notJson } }
  if (heartbeatSchema.safeParse(json.value).success) return { kind: 'heartbeat' }
  return { kind: 'post', item: sanitisePost(json.value), raw: { bytes } }
}

const tooLong = (totalBytes: number) => ({
  code: 'payload-too-large' as const,
  faults: [{ path: '(root)', message: `is a line of ${totalBytes} bytes` }],
})

const maxLengths: Readonly<Record<string, number>> = { author: 80, text: 1_000 }
const maxNameLength = 120

/** The texts of the payload and the names of the fixture; everything else is left for validation to judge. */
function sanitisePost(post: unknown): unknown {
  if (!isRecord(post)) return post
  return { ...post, payload: sanitiseMembers(post.payload), fixture: sanitiseMembers(post.fixture) }
}

function sanitiseMembers(part: unknown): unknown {
  if (!isRecord(part)) return part
  const members = Object.entries(part).map(([name, value]) => [
    name,
    typeof value === 'string' ? sanitiseText(value, maxLengths[name] ?? maxNameLength) : value,
  ])
  return Object.fromEntries(members)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
