import type { Metadata } from 'next'
import { ReplaysPage } from '../../../features/replays/replays-page.tsx'
import { operatorsOnly } from '../../../server/operator.ts'

export const metadata: Metadata = { title: 'Replays' }

export default async function Page() {
  await operatorsOnly()
  return <ReplaysPage />
}
