import type { Metadata } from 'next'
import { DeskPage } from '../../../features/match-desk/desk-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Matches' }

export default async function Page() {
  await operatorsOnly()
  return <DeskPage />
}
