import { appRouter, refusal } from '@touchline/api'
import { TRPCError } from '@trpc/server'
import { parseTRPCMessage } from '@trpc/server/rpc'
import type { Credentials } from '../admission/admission.ts'
import { shapeOf } from './message-shape.ts'
import type { Request } from './procedures.ts'

/** Over HTTP. */
export const maxBatchedCalls = 20
/** Each frame of a feed carries it back. tRPC's own clients count from 1. */
export const maxIdLength = 64
const { transformer } = appRouter._def._config

export type Message = Request | { readonly id: number | string; readonly method: 'subscription.stop' }

/**
 * Throws a TRPCError for what tRPC's own server would not parse, and for what holds too much to be looked at: one error
 * for the whole message, whatever it holds.
 */
export function readMessages(text: string, maxOperations: number): readonly Message[] {
  if (shapeOf(text, maxOperations).tag !== 'fine') throw refusal('invalid-input')
  const json = parsed(text)
  const raw: readonly unknown[] = Array.isArray(json) ? json : [json]
  return raw.map(messageOf)
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
  if (String(id).length > maxIdLength) throw refusal('invalid-input')
  return { ...message, id } as Message
}

/** What a client that announced `?connectionParams=1` says first. */
export function readConnectionParams(text: string): Credentials {
  if (shapeOf(text, 1).tag !== 'fine') throw refusal('invalid-input')
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
