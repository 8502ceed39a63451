import type { Metadata } from 'next'
import { AuditPage } from '../../../features/audit/audit-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Audit' }

export default async function Page() {
  await operatorsOnly()
  return <AuditPage />
}
