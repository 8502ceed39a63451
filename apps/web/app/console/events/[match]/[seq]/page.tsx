import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { LifePage } from '../../../../../features/events/life-page.tsx'
import { operatorsOnly } from '../../../../../server/operator.ts'

interface Props {
  readonly params: Promise<{ match: string; seq: string }>
}

const matchPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const seqPattern = /^[1-9]\d{0,9}$/

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { match, seq } = await params
  return { title: `Event ${seq.slice(0, 10)} of ${match.slice(0, 64)}` }
}

export default async function Page({ params }: Props) {
  await operatorsOnly()
  const { match, seq } = await params
  if (!matchPattern.test(match) || !seqPattern.test(seq)) notFound()
  return <LifePage matchId={match} seq={Number(seq)} />
}
