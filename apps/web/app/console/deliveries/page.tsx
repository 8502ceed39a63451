import type { Metadata } from 'next'
import { DeliveriesPage } from '../../../features/deliveries/deliveries-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Deliveries' }

export default async function Page() {
  await operatorsOnly()
  return <DeliveriesPage />
}
