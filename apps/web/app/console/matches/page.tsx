import type { Metadata } from 'next'
import { DeskPage } from '../../../features/match-desk/desk-page.tsx'

export const metadata: Metadata = { title: 'Matches' }

export default function Page() {
  return <DeskPage />
}
