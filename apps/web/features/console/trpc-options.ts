import type { UseMutationOptions, UseQueryOptions } from '@tanstack/react-query'
import type { OperatorRouter } from '@touchline/api'
import type { TRPCClientErrorLike } from '@trpc/client'
import { httpLink } from '@trpc/client/links/httpLink'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createPresence } from './presence.ts'

export type OperatorInputs = inferRouterInputs<OperatorRouter>
export type OperatorOutputs = inferRouterOutputs<OperatorRouter>
export type OperatorError = TRPCClientErrorLike<OperatorRouter>

type Procedures = OperatorRouter['_def']['record']
type Extra<O> = Omit<Partial<UseQueryOptions<O, OperatorError>>, 'queryKey' | 'queryFn'>

interface QueryOf<I, O> {
  queryKey(input?: I): readonly unknown[]
  queryOptions(input: I, extra?: Extra<O>): UseQueryOptions<O, OperatorError>
}
interface MutationOf<I, O> {
  mutationOptions(
    extra?: Omit<UseMutationOptions<O, OperatorError, I>, 'mutationFn'>,
  ): UseMutationOptions<O, OperatorError, I>
}
type Kind<P> = P extends { _def: { type: infer T } } ? T : never

/** Each of the operators' procedures, as options for React Query. */
export type OperatorOptions = {
  [N in keyof Procedures & keyof OperatorInputs & keyof OperatorOutputs]: {
    [V in keyof Procedures[N] & keyof OperatorInputs[N] & keyof OperatorOutputs[N]]: Kind<
      Procedures[N][V]
    > extends 'mutation'
      ? MutationOf<OperatorInputs[N][V], OperatorOutputs[N][V]>
      : QueryOf<OperatorInputs[N][V], OperatorOutputs[N][V]>
  }
}

type Verb = 'query' | 'mutation'
type Call = (type: Verb, path: string, input: unknown, signal?: AbortSignal) => Promise<unknown>

/**
 * Every call is a POST to our own origin: inputs may be large, and the origin is checked. The link is used by itself:
 * tRPC's client around it brings sockets and batches that the console has no use for.
 */
function createCall(): Call {
  const presence = typeof window === 'undefined' ? undefined : createPresence(window, Date.now)
  const send = httpLink<OperatorRouter>({
    url: '/api/operator',
    methodOverride: 'POST',
    headers: () => (presence?.isAway() ? { 'x-touchline-idle': '1' } : {}),
  })({})
  let calls = 0
  return (type, path, input, signal) =>
    new Promise((resolve, reject) => {
      calls += 1
      const op = { id: calls, type, path, input, context: {}, signal: signal ?? null }
      send({ op, next: () => unreachable() }).subscribe({
        next: ({ result }) => resolve('data' in result ? result.data : undefined),
        error: reject,
      })
    })
}

function unreachable(): never {
  throw new Error('there is no link behind this one')
}

export function createOperatorOptions(): OperatorOptions {
  const call = createCall()
  const verb = (noun: string, name: string) => {
    const path = `${noun}.${name}`
    const queryKey = (input?: unknown) => (input === undefined ? [noun, name] : [noun, name, input])
    return {
      queryKey,
      queryOptions: (input: unknown, extra?: object) => ({
        ...extra,
        queryKey: [noun, name, input],
        queryFn: ({ signal }: { signal: AbortSignal }) => call('query', path, input, signal),
      }),
      mutationOptions: (extra?: object) => ({
        ...extra,
        mutationFn: (input: unknown) => call('mutation', path, input),
      }),
    }
  }
  const verbs = (noun: string) =>
    new Proxy({}, { get: (_, name) => (typeof name === 'string' ? verb(noun, name) : undefined) })
  const nouns = new Proxy({}, { get: (_, noun) => (typeof noun === 'string' ? verbs(noun) : undefined) })
  return nouns as OperatorOptions
}
