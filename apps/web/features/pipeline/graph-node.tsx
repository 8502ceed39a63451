'use client'

import { memo } from 'react'
import { classNames } from '../kit/display/class-names.ts'
import { StatePill } from '../kit/display/state-pill.tsx'
import type { Box } from './graph-layout.ts'
import { figureText, nodeStates, nodeText } from './graph-words.ts'
import type { PipelineNode } from './types.ts'

interface GraphNodeProps {
  readonly node: PipelineNode
  readonly box: Box | undefined
  readonly open: boolean
  readonly onOpen: (id: string) => void
}

const edges: Readonly<Record<PipelineNode['state'], string>> = {
  good: 'border-line-strong',
  strained: 'border-caution',
  failing: 'border-critical',
  paused: 'border-info',
  silent: 'border-critical border-dashed',
  unknown: 'border-line border-dashed',
}

/** A stage: its name, how it is, and the two figures that matter most. */
export const GraphNode = memo(function GraphNode({ node, box, open, onOpen }: GraphNodeProps) {
  if (!box) return null
  const { tone, label } = nodeStates[node.state]
  return (
    <button
      type="button"
      data-node={node.id}
      data-state={node.state}
      data-tip={node.says || undefined}
      aria-expanded={open}
      onClick={() => onOpen(node.id)}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      className={classNames(
        'absolute flex cursor-pointer flex-col overflow-hidden rounded-lg border bg-surface px-2 py-1.5 text-left hover:bg-raised',
        edges[node.state],
        open && 'ring-2 ring-accent',
      )}
    >
      <span className="sr-only">{nodeText(node)}</span>
      <span aria-hidden="true" className="line-clamp-2 font-semibold text-xs leading-tight">
        {node.label}
      </span>
      <span aria-hidden="true" className="mt-auto grid w-full gap-px text-xs leading-tight">
        {node.state !== 'good' && (
          <span className="mb-0.5">
            <StatePill tone={tone} label={label} />
          </span>
        )}
        {node.figures.slice(0, node.state === 'good' ? 2 : 1).map(figure => (
          <span key={figure.label} className="flex justify-between gap-1">
            <span className="truncate text-muted">{figure.label}</span>
            <span className="whitespace-nowrap font-medium tabular-nums">{figureText(figure)}</span>
          </span>
        ))}
      </span>
    </button>
  )
})
