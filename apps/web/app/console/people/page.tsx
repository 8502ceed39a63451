import type { Metadata } from 'next'
import { PeoplePage } from '../../../features/people/people-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'People' }

export default async function Page() {
  await operatorsOnly()
  return <PeoplePage />
}
