import { type ApiContext, appRouter } from '@touchline/api'
import {
  callTRPCProcedure,
  getErrorShape,
  getTRPCErrorFromUnknown,
  transformTRPCResponse,
} from '@trpc/server'
import type { TRPCRequestMessage, TRPCResponseMessage } from '@trpc/server/rpc'

/** One call or subscription as it came over the wire. */
export type Request = TRPCRequestMessage & { readonly id: number | string }

const config = appRouter._def._config
const never = new AbortController().signal

/** Runs a procedure, with its middleware and input checks, as tRPC's own adapters do; throws what it throws. */
export function runProcedure(
  { method, params }: Request,
  ctx: ApiContext,
  { batchIndex, signal = never }: { readonly batchIndex: number; readonly signal?: AbortSignal },
): Promise<unknown> {
  const { path, input, lastEventId } = params
  const resumed = lastEventId === undefined ? input : { ...(input as object | undefined), lastEventId }
  const getRawInput = async () => resumed
  return callTRPCProcedure({ router: appRouter, path, getRawInput, ctx, type: method, signal, batchIndex })
}

export const responseText = (message: TRPCResponseMessage): string =>
  JSON.stringify(transformTRPCResponse(config, message))

/** An answer in our words; without a request it belongs to the connection as a whole. */
export function errorText(cause: unknown, request?: Request, id = request?.id ?? null): string {
  const { path, input } = request?.params ?? {}
  const type = request?.method ?? 'unknown'
  const shape = getErrorShape({
    config,
    error: getTRPCErrorFromUnknown(cause),
    type,
    path,
    input,
    ctx: undefined,
  })
  return responseText({ id, ...(request?.jsonrpc && { jsonrpc: request.jsonrpc }), error: shape })
}
