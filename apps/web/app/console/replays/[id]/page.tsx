import type { Metadata } from 'next'
import { ReplayPage } from '../../../../features/replays/replay-page.tsx'
import { operatorsOnly } from '../../../../server/operator.ts'

interface Props {
  readonly params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Replay ${(await params).id.slice(0, 30)}` }
}

export default async function Page({ params }: Props) {
  await operatorsOnly()
  return <ReplayPage id={(await params).id} />
}
