'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import { useToasts } from '../kit/toasts/toasts.tsx'
import { consumerLabel } from './consumer-words.ts'
import type { Consumer, ResetTarget } from './types.ts'

const pollMs = 1_000

export function useConsumers() {
  const { trpc } = useConsole()
  return useQuery(trpc.consumer.list.queryOptions(undefined, { refetchInterval: pollMs }))
}

/** What can be done to a consumer; each tells what came of it, and the list is read again. */
export function useConsumerChanges(consumer: Consumer, onDone: () => void) {
  const { trpc } = useConsole()
  const queries = useQueryClient()
  const toasts = useToasts()
  const done = (told: string) => ({
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: trpc.consumer.list.queryKey() })
      toasts.good(told)
      onDone()
    },
  })
  const label = consumerLabel(consumer)
  const name = { consumer: consumer.consumer, topic: consumer.topic }
  const pause = useMutation(
    trpc.consumer.pause.mutationOptions(done(`${label} stands still within a second`)),
  )
  const resume = useMutation(trpc.consumer.resume.mutationOptions(done(`${label} goes on within a second`)))
  const reset = useMutation(trpc.consumer.reset.mutationOptions(done(`${label} is being reset`)))
  const errorOf = (failed: typeof pause.error) =>
    failed && [failed.message, ...(failed.data?.faults ?? []).map(fault => fault.message)].join(': ')
  return {
    pause: (minutes: number, reason: string) => pause.mutate({ ...name, minutes, reason }),
    resume: () => resume.mutate(name),
    reset: (target: ResetTarget, reason: string, confirm: string) =>
      reset.mutate({ ...name, target, reason, confirm }),
    pending: pause.isPending || resume.isPending || reset.isPending,
    error: errorOf(pause.error) ?? errorOf(resume.error) ?? errorOf(reset.error),
  }
}
