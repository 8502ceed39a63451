'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { PageHeader } from '../kit/display/page-header.tsx'
import { Tabs } from '../kit/tabs/tabs.tsx'
import { KeysPanel } from './keys-panel.tsx'
import { RevocationsPanel } from './revocations-panel.tsx'

const views = ['keys', 'revocations'] as const

/** What lets programs and fans in, and what keeps them out. */
export function AccessPage() {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(views).withDefault('keys'))
  return (
    <>
      <PageHeader title="Access" description="API keys of developers, and who is kept out of the gateways." />
      <Tabs
        label="Access"
        value={view}
        onChange={next => void setView(next)}
        tabs={[
          { value: 'keys', label: 'API keys', panel: <KeysPanel /> },
          { value: 'revocations', label: 'Revocations', panel: <RevocationsPanel /> },
        ]}
      />
    </>
  )
}
