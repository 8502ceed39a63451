import type { Metadata } from 'next'
import { EventsPage } from '../../../features/events/events-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Events' }

export default async function Page() {
  await operatorsOnly()
  return <EventsPage />
}
