import { matchIdSchema } from '@touchline/contracts'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DeskMatchPage } from '../../../../features/match-desk/desk-match-page.tsx'
import { operatorsOnly } from '../../../../server/operator.ts'

interface MatchProps {
  readonly params: Promise<{ readonly id: string }>
}

/** The id as the address has it; undefined for one that no match can have. */
async function idOf({ params }: MatchProps): Promise<string | undefined> {
  return matchIdSchema.safeParse((await params).id).data
}

export async function generateMetadata(props: MatchProps): Promise<Metadata> {
  return { title: (await idOf(props)) ?? 'Matches' }
}

export default async function Page(props: MatchProps) {
  await operatorsOnly()
  const matchId = await idOf(props)
  if (matchId === undefined) notFound()
  return <DeskMatchPage matchId={matchId} />
}
