'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { Button } from '../kit/actions/button.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { useFreshRows } from '../kit/fresh-rows/use-fresh-rows.ts'
import { useShortcut } from '../kit/shortcuts/use-shortcut.ts'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { Skeleton } from '../kit/states/skeleton.tsx'
import { TailRow } from './tail-row.tsx'
import type { Overview, TailItem } from './types.ts'

interface TailDrawerProps {
  readonly overview: Overview | undefined
  readonly edge: string
  readonly onClose: () => void
}

const pollMs = 1_000
const limit = 30
const keyOf = ({ key }: TailItem) => key
const none: readonly TailItem[] = []

/** The newest that passed an edge, once a second, until it is told to stand still. */
export default function TailDrawer({ overview, edge, onClose }: TailDrawerProps) {
  const [paused, setPaused] = useState(false)
  const toggle = () => setPaused(!paused)
  const told = paused ? 'Go on' : 'Hold still'
  useShortcut({ keys: 'p', label: `${told}: the tail`, group: 'Tail', run: toggle })
  const it = overview?.edges.find(({ id }) => id === edge)
  const labelOf = (id: string) => overview?.nodes.find(node => node.id === id)?.label ?? id
  return (
    <DetailDrawer
      open
      onClose={onClose}
      title={it ? `${labelOf(it.from)} → ${labelOf(it.to)}` : 'Tail'}
      subtitle={it && `${it.label}, the newest, sampled; sensitive fields are hidden`}
      actions={
        <Button size="sm" onClick={toggle} shortcut="p" aria-pressed={paused}>
          {told}
        </Button>
      }
    >
      <Tail edge={edge} paused={paused} />
    </DetailDrawer>
  )
}

function Tail({ edge, paused }: { edge: string; paused: boolean }) {
  const { trpc } = useConsole()
  const [open, setOpen] = useState<string | null>(null)
  const tail = useQuery(
    trpc.pipeline.tail.queryOptions(
      { edge, limit },
      { refetchInterval: paused ? false : pollMs, placeholderData: keepPreviousData },
    ),
  )
  const held = paused || open !== null
  const { rows, fresh } = useFreshRows(tail.data?.items ?? none, keyOf, {
    held,
    auto: true,
    scope: edge,
    isWindow: true,
  })
  if (!tail.data) {
    return tail.error ? (
      <ErrorState message={tail.error.message} onRetry={() => tail.refetch()} />
    ) : (
      <Skeleton lines={8} />
    )
  }
  if (rows.length === 0) {
    return <EmptyState kind="nothing-yet" compact title="Nothing has passed here yet" />
  }
  return (
    <>
      <p className="mb-1 h-5 text-muted text-xs tabular-nums" role="status">
        {held && fresh > 0 && `${fresh} newer wait: ${paused ? 'it is held still' : 'one is open'}`}
      </p>
      <ul className="grid" aria-label="What passed">
        {rows.map(item => (
          <TailRow
            key={item.key}
            item={item}
            open={open === item.key}
            onToggle={() => setOpen(open === item.key ? null : item.key)}
          />
        ))}
      </ul>
    </>
  )
}
