import type { Metadata } from 'next'
import { DeadLettersPage } from '../../../features/dead-letters/dead-letters-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Dead letters' }

export default async function Page() {
  await operatorsOnly()
  return <DeadLettersPage />
}
