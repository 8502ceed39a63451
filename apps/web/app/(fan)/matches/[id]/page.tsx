import { matchIdSchema } from '@touchline/contracts'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { MatchPage } from '../../../../features/match/match-page.tsx'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const id = matchIdSchema.safeParse(decodeURIComponent((await params).id))
  if (!id.success) notFound()
  return (
    <Suspense>
      <MatchPage matchId={id.data} />
    </Suspense>
  )
}
