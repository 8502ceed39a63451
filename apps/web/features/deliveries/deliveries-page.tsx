'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { lazy, type ReactNode, Suspense } from 'react'
import { PageHeader } from '../kit/display/page-header.tsx'
import { SkeletonTable } from '../kit/states/skeleton.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { ReportsPanel } from './reports-panel.tsx'

const AccountsPanel = lazy(() =>
  import('./accounts-panel.tsx').then(module => ({ default: module.AccountsPanel })),
)
const WatermarksPanel = lazy(() =>
  import('./watermarks-panel.tsx').then(module => ({ default: module.WatermarksPanel })),
)
const ExplainPanel = lazy(() =>
  import('./explain-panel.tsx').then(module => ({ default: module.ExplainPanel })),
)

const tabs = ['reports', 'accounts', 'watermarks', 'explain'] as const
const notFilters = ['report']

/** Whether what was accepted was stored, and what was stored reached the sockets; and what to do where not. */
export function DeliveriesPage() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('reports'))
  return (
    <>
      <PageHeader
        title="Deliveries"
        description="What was accepted against what became of it, and what was stored against what reached the sockets."
        actions={<SavedViews page="deliveries" leaveOut={notFilters} />}
      />
      <Tabs
        label="Deliveries"
        value={tab}
        onChange={next => void setTab(next)}
        tabs={[
          { value: 'reports', label: 'Reconciliation', panel: <ReportsPanel /> },
          {
            value: 'accounts',
            label: 'Hourly accounts',
            panel: (
              <Later>
                <AccountsPanel />
              </Later>
            ),
          },
          {
            value: 'watermarks',
            label: 'Sockets and watermarks',
            panel: (
              <Later>
                <WatermarksPanel />
              </Later>
            ),
          },
          {
            value: 'explain',
            label: 'Explain',
            panel: (
              <Later>
                <ExplainPanel />
              </Later>
            ),
          },
        ]}
      />
    </>
  )
}

/** A tab that is not the first comes with its own script. */
const Later = ({ children }: { children: ReactNode }) => (
  <Suspense fallback={<SkeletonTable rows={6} columns={6} />}>{children}</Suspense>
)
