import { appRouter, refusal } from '@touchline/api'
import { TRPCError } from '@trpc/server'
import { parseTRPCMessage } from '@trpc/server/rpc'
import type { Credentials } from '../admission/admission.ts'
import type { Request } from './procedures.ts'

export const maxBatchedCalls = 20
const { transformer } = appRouter._def._config

export type Message = Request | { readonly id: number | string; readonly method: 'subscription.stop' }

export interface Inbound {
  readonly messages: readonly Message[]
  /** Ids of a batch that is too large: none of it is looked at. */
  readonly refused: readonly (number | string)[]
}

/** Throws a TRPCError for what tRPC's own server would not parse. */
export function readMessages(text: string): Inbound {
  const json = parsed(text)
  const raw: readonly unknown[] = Array.isArray(json) ? json : [json]
  if (raw.length > maxBatchedCalls) return { messages: [], refused: idsOf(raw) }
  return { messages: raw.map(messageOf), refused: [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', cause })
  }
}

function messageOf(raw: unknown): Message {
  let message: ReturnType<typeof parseTRPCMessage>
  try {
    message = parseTRPCMessage(raw, transformer)
  } catch (cause) {
    throw new TRPCError({ code: 'PARSE_ERROR', cause })
  }
  const { id } = message
  if (id === null) throw new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' })
  return { ...message, id } as Message
}

function idsOf(raw: readonly unknown[]): (number | string)[] {
  return raw.flatMap(one => {
    if (typeof one !== 'object' || one === null || !('id' in one)) return []
    const answered = !('method' in one) || one.method !== 'subscription.stop'
    return answered && (typeof one.id === 'number' || typeof one.id === 'string') ? [one.id] : []
  })
}

/** What a client that announced `?connectionParams=1` says first. */
export function readConnectionParams(text: string): Credentials {
  const json = parsed(text)
  const data = typeof json === 'object' && json !== null && 'data' in json ? json.data : undefined
  if (data === null) return {}
  if (typeof data !== 'object') throw refusal('invalid-input')
  return readCredentials(data)
}

export const readCredentials = (params: object): Credentials => ({
  token: textAt(params, 'token'),
  apiKey: textAt(params, 'apiKey'),
})

function textAt(data: object, name: string): string | undefined {
  const value = (data as Record<string, unknown>)[name]
  if (value !== undefined && typeof value !== 'string') throw refusal('invalid-input')
  return value
}
