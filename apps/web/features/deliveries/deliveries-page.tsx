'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { SavedViews } from '../saved-views/saved-views.tsx'
import { AccountsPanel } from './accounts-panel.tsx'
import { ExplainPanel } from './explain-panel.tsx'
import { ReportsPanel } from './reports-panel.tsx'
import { WatermarksPanel } from './watermarks-panel.tsx'

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
          { value: 'accounts', label: 'Hourly accounts', panel: <AccountsPanel /> },
          { value: 'watermarks', label: 'Sockets and watermarks', panel: <WatermarksPanel /> },
          { value: 'explain', label: 'Explain', panel: <ExplainPanel /> },
        ]}
      />
    </>
  )
}
