'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import type { OperatorOutputs } from '../console/trpc-options.ts'
import { type Verification, verifying, withPage } from './verification.ts'

export interface Verifying {
  /** Undefined before the first. */
  readonly verification: Verification | undefined
  /** Checks the whole chain, page by page; `noted` is a hash to look for. */
  start(noted: string | undefined): void
  stop(): void
}

/** Checks the chain from its first entry on, for as long as the page is there. */
export function useVerification(): Verifying {
  const { trpc } = useConsole()
  const client = useQueryClient()
  const [verification, setVerification] = useState<Verification>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const follow = async (noted: string | undefined, signal: AbortSignal) => {
    let state = verifying(noted)
    setVerification(state)
    for (let fromId: string | null | undefined; fromId !== null && !signal.aborted; ) {
      const input = { ...(fromId && { fromId }), ...(noted && { head: noted }) }
      const page: OperatorOutputs['audit']['verify'] = await client.fetchQuery(
        trpc.audit.verify.queryOptions(input, { staleTime: 0, gcTime: 0 }),
      )
      if (signal.aborted) return
      state = withPage(state, page)
      setVerification(state)
      fromId = page.next
    }
  }
  return {
    verification,
    start(noted) {
      running.current?.abort()
      const mine = new AbortController()
      running.current = mine
      follow(noted, mine.signal).catch((error: Error) => {
        if (mine.signal.aborted) return
        setVerification(before => before && { ...before, phase: 'failed', error: error.message })
      })
    },
    stop() {
      running.current?.abort()
      setVerification(before => (before?.phase === 'running' ? { ...before, phase: 'stopped' } : before))
    },
  }
}
