'use client'

import { lazy, Suspense } from 'react'

import { Button } from '../kit/actions/button.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Panel } from '../kit/display/panel.tsx'
import { DrawerLayout } from '../kit/drawer/detail-drawer.tsx'
import { AddressNotice } from '../kit/filters/address-notice.tsx'
import { Callout } from '../kit/states/callout.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { ErrorState } from '../kit/states/error-state.tsx'
import { SkeletonPanel } from '../kit/states/skeleton.tsx'
import { Time } from '../kit/time/time.tsx'
import { AccountsTable } from './accounts-table.tsx'
import { ChartsPanel } from './charts-panel.tsx'
import { ConsumersPanel } from './consumers-panel.tsx'
import { Headline } from './headline.tsx'
import { PipelineGraph } from './pipeline-graph.tsx'
import { Scrubber } from './scrubber.tsx'
import type { Overview } from './types.ts'
import { type PipelineView, usePipeline, usePipelineAddress } from './use-pipeline.ts'
import { WhenSeen } from './when-seen.tsx'

const NodeDrawer = lazy(() => import('./node-drawer.tsx'))
const TailDrawer = lazy(() => import('./tail-drawer.tsx'))

type Address = ReturnType<typeof usePipelineAddress>

export function PipelinePage() {
  const address = usePipelineAddress()
  const view = usePipeline(address.at)
  const { overview } = view
  return (
    <>
      <PageHeader
        title="Pipeline"
        description="From the sources to the sockets. Press a line to tail what passes it."
      />
      <Scrubber at={address.at} onChange={address.setAt} />
      <Trouble view={view} onNow={() => address.setAt(null)} />
      {overview && <Shown overview={overview} address={address} />}
      {!overview && !view.error && !view.isMissing && <Loading />}
    </>
  )
}

/** What keeps the figures from being what one takes them for. */
function Trouble({ view, onNow }: { view: PipelineView; onNow: () => void }) {
  const { overview, error, isMissing, retry } = view
  if (isMissing) {
    return (
      <Panel>
        <EmptyState
          kind="filtered-out"
          title="That minute is not kept"
          action={<Button onClick={onNow}>Back to now</Button>}
        >
          Minutes are kept for seven days, while a processor runs.
        </EmptyState>
      </Panel>
    )
  }
  if (!error) return null
  if (!overview) return <ErrorState message={error} onRetry={retry} />
  return (
    <div className="mb-4">
      <Callout tone="critical" title="The console’s server does not answer">
        These are the last figures, from <Time at={overview.at} />. It is asked again every two seconds.
      </Callout>
    </div>
  )
}

function Shown({ overview, address }: { overview: Overview; address: Address }) {
  if (overview.nodes.every(({ state }) => state === 'unknown')) {
    return (
      <div className="grid gap-4">
        <Panel>
          <EmptyState kind="nothing-yet" title="No stage has reported yet">
            Ingest, processors, relays and gateways report each second once they run on this database.
          </EmptyState>
        </Panel>
        <ConsumersPanel />
      </div>
    )
  }
  const drawer = (
    <Suspense>
      <OpenDrawer overview={overview} address={address} />
    </Suspense>
  )
  const isNoNode = address.node !== null && !overview.nodes.some(({ id }) => id === address.node)
  const isNoEdge = address.edge !== null && !overview.edges.some(({ id }) => id === address.edge)
  return (
    <DrawerLayout drawer={drawer}>
      <AddressNotice
        faults={[
          address.isNoTime && 'The time is none; this is now.',
          isNoNode && 'The pipeline has no such stage.',
          isNoEdge && 'The pipeline has no such line.',
        ]}
      />
      <Headline overview={overview} />
      <div className="grid gap-4">
        <Panel title="Live graph" className={address.at ? 'border-info' : undefined}>
          <PipelineGraph
            overview={overview}
            openNode={address.node}
            openEdge={address.edge}
            onNode={id => address.openNode(address.node === id ? null : id)}
            onEdge={id => address.openEdge(address.edge === id ? null : id)}
          />
        </Panel>
        <ConsumersPanel />
        <WhenSeen height="36rem">
          <ChartsPanel overview={overview} at={address.at} />
        </WhenSeen>
        <AccountsTable overview={overview} />
      </div>
    </DrawerLayout>
  )
}

function OpenDrawer({ overview, address }: { overview: Overview; address: Address }) {
  const { edge, node, openEdge, openNode } = address
  if (edge !== null)
    return <TailDrawer key={edge} overview={overview} edge={edge} onClose={() => openEdge(null)} />
  if (node === null) return null
  return <NodeDrawer overview={overview} id={node} onClose={() => openNode(null)} onEdge={openEdge} />
}

function Loading() {
  return (
    <div className="grid gap-4">
      <SkeletonPanel height="6rem" />
      <SkeletonPanel height="36rem" />
      <SkeletonPanel height="16rem" />
    </div>
  )
}
