import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { ApiContext } from './context.ts'
import { httpStatusOf, trpcCodeOf } from './error-map.ts'
import { publicErrorOf, refusal } from './error-shape.ts'
import { hasScope } from './scope.ts'

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ error, shape }) => {
    const { code, message, retryable, faults } = publicErrorOf(error)
    const trpcCode = trpcCodeOf(code)
    return {
      message,
      code: TRPC_ERROR_CODES_BY_KEY[trpcCode],
      data: {
        code: trpcCode,
        httpStatus: httpStatusOf(code),
        ...(shape.data.path === undefined ? {} : { path: shape.data.path }),
        errorCode: code,
        retryable,
        ...(faults ? { faults } : {}),
      },
    }
  },
})

export const router = t.router

/** A query or mutation that any caller may make: counts against its caller while it runs. */
export const anyCall = t.procedure.use(async ({ ctx, next }) => {
  const release = ctx.caller.enter('call')
  if (!release) throw refusal('rate-limited')
  try {
    return await next()
  } finally {
    release()
  }
})

/** A call that reads matches: an API key needs the scope. */
export const call = anyCall.use(({ ctx, next }) => {
  if (!hasScope(ctx.caller.identity, 'matches:read')) throw refusal('forbidden')
  return next()
})

/** A call of somebody who may change what runs: to all others it is not there. */
export const operatorCall = anyCall.use(({ ctx, next }) => {
  const { operator } = ctx
  if (operator === undefined || operator === '') throw refusal('not-found')
  return next({ ctx: { ...ctx, operator } })
})

/** A subscription: takes its place itself, for it lives on after the procedure has returned. */
export const feed = t.procedure.use(({ ctx, next }) => {
  if (!hasScope(ctx.caller.identity, 'matches:feed')) throw refusal('forbidden')
  return next()
})
