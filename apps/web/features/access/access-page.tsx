'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { lazy, Suspense } from 'react'
import { useConsole } from '../console/console-context.tsx'
import { PageHeader } from '../kit/display/page-header.tsx'
import { EmptyState } from '../kit/states/empty-state.tsx'
import { SkeletonTable } from '../kit/states/skeleton.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { KeysPanel } from './keys-panel.tsx'

const GrantsPanel = lazy(() => import('./grants-panel.tsx'))
const RevocationsPanel = lazy(() => import('./revocations-panel.tsx'))

const views = ['keys', 'revocations', 'grants'] as const

/** What lets programs and fans in, and what keeps them out. */
export function AccessPage() {
  const refusal = useConsole().whyNot('apiKey.list')
  const [view, setView] = useQueryState('view', parseAsStringLiteral(views).withDefault('keys'))
  if (refusal !== undefined)
    return (
      <>
        <PageHeader title="Access" />
        <EmptyState kind="not-allowed">{refusal}</EmptyState>
      </>
    )
  return (
    <>
      <PageHeader
        title="Access"
        description="API keys of developers, who is kept out of the gateways, and which matches partners may write."
      />
      <Tabs
        label="Access"
        value={view}
        onChange={next => void setView(next)}
        tabs={[
          { value: 'keys', label: 'API keys', panel: <KeysPanel /> },
          {
            value: 'revocations',
            label: 'Revocations',
            panel: (
              <Suspense fallback={<SkeletonTable rows={6} columns={6} />}>
                <RevocationsPanel />
              </Suspense>
            ),
          },
          {
            value: 'grants',
            label: 'Partner grants',
            panel: (
              <Suspense fallback={<SkeletonTable rows={6} columns={6} />}>
                <GrantsPanel />
              </Suspense>
            ),
          },
        ]}
      />
    </>
  )
}
