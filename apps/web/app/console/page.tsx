import type { Metadata } from 'next'
import { PipelinePage } from '../../features/pipeline/pipeline-page.tsx'
import { operatorsOnly } from '../../server/operator.ts'

export const metadata: Metadata = { title: 'Pipeline' }

export default async function Page() {
  await operatorsOnly()
  return <PipelinePage />
}
