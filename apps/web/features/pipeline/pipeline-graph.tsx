'use client'

import { useMemo } from 'react'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { GraphEdge } from './graph-edge.tsx'
import { layoutGraph } from './graph-layout.ts'
import { GraphLines } from './graph-lines.tsx'
import { GraphNode } from './graph-node.tsx'
import type { Overview } from './types.ts'
import { useWidth } from './use-width.ts'

interface PipelineGraphProps {
  readonly overview: Overview
  readonly openNode: string | null
  readonly openEdge: string | null
  readonly onNode: (id: string) => void
  readonly onEdge: (id: string) => void
}

const smallestPx = 420

/** The pipeline from the sources to the sockets. What is drawn stands in the order in which it is read. */
export function PipelineGraph({ overview, openNode, openEdge, onNode, onEdge }: PipelineGraphProps) {
  const [frame, measured] = useWidth<HTMLDivElement>()
  const { nodes, edges } = overview
  const shape = edges.map(({ id }) => id).join()
  // The figures change each second; where they stand does not.
  const layout = useMemo(
    () => (measured === undefined ? undefined : layoutGraph(Math.max(measured, smallestPx), linksOf(shape))),
    [measured, shape],
  )
  const labelOf = (id: string) => nodes.find(node => node.id === id)?.label ?? id
  return (
    <div ref={frame} className="min-h-[34rem] overflow-x-auto">
      {layout === undefined && <SkeletonPanel height="34rem" />}
      {layout && (
        <section
          aria-label="The pipeline, from the sources to the sockets"
          className="relative"
          style={{ height: layout.height, minWidth: smallestPx }}
        >
          <GraphLines layout={layout} overview={overview} openEdge={openEdge} />
          {nodes.map(node => (
            <GraphNode
              key={node.id}
              node={node}
              box={layout.nodes.get(node.id)}
              open={openNode === node.id}
              onOpen={onNode}
            />
          ))}
          {edges.map(edge => (
            <GraphEdge
              key={edge.id}
              edge={edge}
              box={layout.edges.find(({ id }) => id === edge.id)?.label}
              open={openEdge === edge.id}
              labelOf={labelOf}
              onOpen={onEdge}
            />
          ))}
        </section>
      )}
    </div>
  )
}

/** An edge's id names its ends. */
const linksOf = (shape: string) =>
  shape.split(',').map(id => {
    const [from = '', to = ''] = id.split('.')
    return { id, from, to }
  })
