'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { parseAsInteger, parseAsString, useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { callInOneLine } from '../console/call-words.ts'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { TimeChart } from '../kit/chart/time-chart.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { Select } from '../kit/fields/select.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { SkeletonTable } from '../kit/states/skeleton.tsx'
import { DataTable } from '../kit/table/data-table.tsx'
import { accountColumns, accountKey, accountRows, chartPoints, chartSeries } from './account-rows.tsx'

const hourChoices = [24, 72, 168] as const
const all = 'all'

/** What became of everything accepted, hour by hour and topic by topic. */
export function AccountsPanel() {
  const { trpc } = useConsole()
  const [hours, setHours] = useQueryState('hours', parseAsInteger.withDefault(24))
  const [topic, setTopic] = useQueryState('topic', parseAsString.withDefault(all))
  const [before, setBefore] = useState<string>()
  const limit = hourChoices.find(choice => choice === hours) ?? 24
  const found = useQuery(
    trpc.delivery.accounts.queryOptions(
      { limit, ...(before && { after: before }) },
      { refetchInterval: 60_000, placeholderData: keepPreviousData },
    ),
  )
  const items = found.data?.items
  const rows = useMemo(() => accountRows(items ?? [], topic === all ? undefined : topic), [items, topic])
  const points = useMemo(() => chartPoints(rows), [rows])
  const topics = useMemo(
    () => [...new Set((items ?? []).flatMap(hour => hour.topics.map(one => one.topic)))].sort(),
    [items],
  )
  if (found.isPending) return <SkeletonTable rows={8} columns={8} />
  if (found.error && !found.data) {
    return <ErrorState message={callInOneLine(found.error) ?? ''} onRetry={() => void found.refetch()} />
  }
  const options = [{ value: all, label: 'All topics' }, ...topics.map(name => ({ value: name, label: name }))]
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label="Topic"
          value={topic}
          onChange={value => void setTopic(value)}
          options={options}
          size="sm"
        />
        <Select
          label="Hours"
          value={String(limit)}
          onChange={value => void setHours(Number(value))}
          options={hourChoices.map(choice => ({ value: String(choice), label: `${choice} hours` }))}
          size="sm"
        />
        <Button
          size="sm"
          onClick={() => setBefore(found.data?.next ?? undefined)}
          disabledReason={found.data?.next ? undefined : 'There are no older hours.'}
        >
          Older
        </Button>
        {before !== undefined && (
          <Button size="sm" variant="quiet" onClick={() => setBefore(undefined)}>
            Back to now
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState kind="nothing-yet" title="No hour has been accounted for yet">
          A processor makes the first account within its first hour.
        </EmptyState>
      ) : (
        <>
          <Panel>
            <TimeChart
              title="Records an hour"
              series={chartSeries}
              points={points}
              unit="records"
              kind="bar"
            />
          </Panel>
          <DataTable label="Hourly accounts" rows={rows} rowKey={accountKey} columns={accountColumns} />
        </>
      )}
    </div>
  )
}
