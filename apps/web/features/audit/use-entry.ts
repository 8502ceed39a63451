'use client'

import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../console/console-context.tsx'
import type { AuditEntry } from './audit-filter.ts'

const rowId = /^[1-9]\d{0,16}$/

interface FoundEntry {
  readonly entry: AuditEntry | undefined
  /** There is none of this id. */
  readonly isMissing: boolean
}

/** The entry that the address names: among those shown, or asked for by its id. */
export function useEntry(id: string | null, shown: readonly AuditEntry[]): FoundEntry {
  const { trpc } = useConsole()
  const amongShown = shown.find(entry => entry.id === id)
  const isId = id !== null && rowId.test(id)
  const isAsked = isId && !amongShown
  // Entries come downwards from a place: the first one below the next id is this one, if there is one.
  const after = isAsked ? String(BigInt(id) + 1n) : '1'
  const found = useQuery(trpc.audit.search.queryOptions({ after, limit: 1 }, { enabled: isAsked }))
  const asked = found.data?.items.find(entry => entry.id === id)
  return {
    entry: amongShown ?? asked,
    isMissing: id !== null && !amongShown && (!isId || (found.isSuccess && !asked)),
  }
}
