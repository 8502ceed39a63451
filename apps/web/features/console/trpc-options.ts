import type { UseMutationOptions, UseQueryOptions } from '@tanstack/react-query'
import type { OperatorRouter } from '@touchline/api'
import type { TRPCClientErrorLike } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createOperatorCall } from './operator-call.ts'

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

export function createOperatorOptions(): OperatorOptions {
  const call = createOperatorCall()
  const verb = (noun: string, name: string) => {
    const path = `${noun}.${name}`
    const queryKey = (input?: unknown) => (input === undefined ? [noun, name] : [noun, name, input])
    return {
      queryKey,
      queryOptions: (input: unknown, extra?: object) => ({
        ...extra,
        queryKey: [noun, name, input],
        queryFn: ({ signal }: { signal: AbortSignal }) => call(path, input, signal),
      }),
      mutationOptions: (extra?: object) => ({
        ...extra,
        mutationFn: (input: unknown) => call(path, input),
      }),
    }
  }
  const verbs = (noun: string) =>
    new Proxy({}, { get: (_, name) => (typeof name === 'string' ? verb(noun, name) : undefined) })
  const nouns = new Proxy({}, { get: (_, noun) => (typeof noun === 'string' ? verbs(noun) : undefined) })
  return nouns as OperatorOptions
}
