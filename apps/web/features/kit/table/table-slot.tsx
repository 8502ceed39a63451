'use client'

import type { ReactNode } from 'react'
import { ErrorState } from '../states/error-state.tsx'
import { SkeletonTable } from '../states/skeleton.tsx'

export type TableState =
  | 'ready'
  | 'loading'
  | { readonly error: string; readonly onRetry?: (() => void) | undefined }

interface TableSlotProps {
  readonly state: TableState
  readonly rowCount: number
  readonly columns: number
  readonly empty: ReactNode
  readonly loadingMore: boolean | undefined
}

/** What stands below the rows, or in their stead. */
export function TableSlot({ state, rowCount, columns, empty, loadingMore }: TableSlotProps) {
  if (typeof state === 'object') return <ErrorState message={state.error} onRetry={state.onRetry} />
  if (rowCount === 0) return state === 'loading' ? <SkeletonTable columns={columns} /> : empty
  if (!loadingMore) return null
  return <p className="border-line border-t px-3 py-1.5 text-muted text-xs">Loading more rows…</p>
}
