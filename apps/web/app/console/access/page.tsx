import type { Metadata } from 'next'
import { AccessPage } from '../../../features/access/access-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Access' }

export default async function Page() {
  await operatorsOnly()
  return <AccessPage />
}
