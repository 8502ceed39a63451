'use client'

import { Button } from '../kit/actions/button.tsx'
import { KeyValueList } from '../kit/display/key-value-list.tsx'
import { StatePill } from '../kit/display/state-pill.tsx'
import { DetailDrawer } from '../kit/drawer/detail-drawer.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { formatDuration } from '../kit/time/format-quantity.ts'
import { figureText, nodeStates, rateText } from './graph-words.ts'
import type { Overview, PipelineEdge } from './types.ts'

interface NodeDrawerProps {
  readonly overview: Overview
  readonly id: string
  readonly onClose: () => void
  readonly onEdge: (id: string) => void
}

/** One stage: all its figures, and what comes in and goes out. */
export default function NodeDrawer({ overview, id, onClose, onEdge }: NodeDrawerProps) {
  const node = overview.nodes.find(one => one.id === id)
  const labelOf = (other: string) => overview.nodes.find(one => one.id === other)?.label ?? other
  const edges = overview.edges.filter(({ from, to }) => from === id || to === id)
  if (!node) {
    return (
      <DetailDrawer open onClose={onClose} title="No such stage">
        <Callout tone="caution">The address names a stage that is not part of the pipeline.</Callout>
      </DetailDrawer>
    )
  }
  const { tone, label } = nodeStates[node.state]
  const processes =
    node.processes === null ? [] : [{ key: 'processes', label: 'processes', value: node.processes }]
  return (
    <DetailDrawer
      open
      onClose={onClose}
      title={node.label}
      subtitle={<StatePill tone={tone} label={label} />}
    >
      <div className="grid gap-4">
        {node.says !== '' && <Callout tone={tone}>{node.says}</Callout>}
        <KeyValueList
          items={[
            ...node.figures.map(figure => ({
              key: figure.label,
              label: figure.label,
              value: figureText(figure),
            })),
            ...processes,
          ]}
        />
        <div className="grid gap-2">
          {edges.map(edge => (
            <EdgeLine key={edge.id} edge={edge} labelOf={labelOf} onTail={() => onEdge(edge.id)} />
          ))}
        </div>
      </div>
    </DetailDrawer>
  )
}

interface EdgeLineProps {
  readonly edge: PipelineEdge
  readonly labelOf: (id: string) => string
  readonly onTail: () => void
}

function EdgeLine({ edge, labelOf, onTail }: EdgeLineProps) {
  const ways = [edge.p50Ms, edge.p95Ms, edge.p99Ms].map(ms => (ms === null ? '–' : formatDuration(ms)))
  const name = `${labelOf(edge.from)} → ${labelOf(edge.to)}`
  return (
    <div className="flex items-center justify-between gap-3 rounded-lg border border-line px-3 py-2 text-sm">
      <div className="min-w-0">
        <p className="font-medium">{name}</p>
        <p className="text-muted text-xs tabular-nums">
          {edge.label}: {rateText(edge.ratePerSecond)} · p50 {ways[0]} · p95 {ways[1]} · p99 {ways[2]}
        </p>
      </div>
      <Button size="sm" onClick={onTail}>
        Tail<span className="sr-only"> {name}</span>
      </Button>
    </div>
  )
}
