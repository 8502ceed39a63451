'use client'

import { useRouter } from 'next/navigation'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { usePages } from '../console/use-pages.ts'
import { Switch } from '../kit/fields/switch.tsx'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { markColumns, markKey } from './mark-columns.tsx'

/** How far each match is stored, sent on and heard of, and by whom. */
export function WatermarksPanel() {
  const router = useRouter()
  const { trpc } = useConsole()
  const { rows, table } = usePages({
    key: ['delivery', 'watermarks'],
    page: after => trpc.delivery.watermarks.queryOptions({ limit: 100, ...(after !== null && { after }) }),
    pollMs: 2_000,
  })
  const [onlyBehind, setOnlyBehind] = useQueryState('behind', parseAsBoolean.withDefault(false))
  const [active, setActive] = useState<string | null>(null)
  const chosen = useMemo(
    () => (onlyBehind ? rows.filter(({ behindBy }) => behindBy > 0) : rows),
    [rows, onlyBehind],
  )
  const shown = useFreshRows(chosen, markKey, { held: false, scope: String(onlyBehind), auto: true })
  return (
    <>
      <div className="mb-3">
        <Switch
          label="Only matches that are behind"
          checked={onlyBehind}
          onChange={checked => void setOnlyBehind(checked)}
        />
      </div>
      <DataTable
        label="Watermarks"
        rows={shown.rows}
        rowKey={markKey}
        columns={markColumns}
        activeKey={active}
        onActiveChange={setActive}
        onOpen={({ matchId }) => router.push(`/console/matches/${encodeURIComponent(matchId)}`)}
        {...table}
        empty={
          onlyBehind ? (
            <EmptyState kind="all-done" title="No match is behind">
              All that is stored has been sent on, and every gateway that is watched has it.
            </EmptyState>
          ) : (
            <EmptyState kind="nothing-yet" title="No match in the last day" />
          )
        }
      />
    </>
  )
}
