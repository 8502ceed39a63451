import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { ApiContext } from './context.ts'
import { httpStatusOf, trpcCodeOf } from './error-map.ts'
import { publicErrorOf, refusal } from './error-shape.ts'
import { refusalFor } from './rules.ts'

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

/** Every procedure begins here: the authorization matrix says who may call it, and where it is silent nobody may. */
const ruled = t.procedure.use(({ ctx, path, next }) => {
  const refused = refusalFor(path, ctx)
  if (refused) throw refusal(refused)
  return next()
})

/** A query or mutation: counts against its caller while it runs; a query waits for its turn where reads have turns. */
export const call = ruled.use(async ({ ctx, type, next }) => {
  const { caller, database, readDatabase = database } = ctx
  const release = caller.enter('call')
  if (!release) throw refusal('rate-limited')
  try {
    if (type !== 'query' || !caller.read) return await next()
    const read = () => next({ ctx: { ...ctx, database: readDatabase } })
    return await caller.read(read, result => (result.ok ? result.data : undefined))
  } finally {
    release()
  }
})

/** A call of an operator, whom it knows. */
export const operatorCall = call.use(({ ctx, next }) => {
  const { operator } = ctx
  if (operator === undefined) throw refusal('unauthorized')
  return next({ ctx: { ...ctx, operator } })
})

/** A subscription: takes its place itself, for it lives on after the procedure has returned. */
export const feed = ruled
