'use client'

import { useQuery } from '@tanstack/react-query'
import { useGateway } from '../gateway/gateway-provider.tsx'
import { MatchCard } from './match-card.tsx'
import { inListOrder } from './match-order.ts'

const pollMs = 2_000

export function MatchList() {
  const { touchline, url } = useGateway()
  const { data, isError } = useQuery({
    queryKey: ['matches', url],
    queryFn: () => touchline.matches(),
    refetchInterval: pollMs,
  })
  if (!data) return isError ? <Unreachable url={url} /> : <Skeletons />
  return (
    <>
      {isError && (
        <p role="status" className="panel mb-4 px-4 py-3 text-caution text-sm">
          The gateway does not answer at the moment. This is what it said last.
        </p>
      )}
      {data.length === 0 ? <NoMatchYet /> : <Cards matches={inListOrder(data)} />}
    </>
  )
}

function Cards({ matches }: { matches: ReturnType<typeof inListOrder> }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {matches.map(match => (
        <li key={match.matchId}>
          <MatchCard match={match} />
        </li>
      ))}
    </ul>
  )
}

function Skeletons() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3" role="status" aria-label="Loading the matches">
      {['first', 'second', 'third'].map(name => (
        <div key={name} className="panel h-[9.75rem] animate-breathe" />
      ))}
    </div>
  )
}

function NoMatchYet() {
  return (
    <section className="panel px-6 py-12 text-center">
      <h2 className="font-semibold text-lg">No match yet</h2>
      <p className="mt-1 text-muted">The first event of a match puts it here, without a reload.</p>
    </section>
  )
}

function Unreachable({ url }: { url: string }) {
  return (
    <section role="alert" className="panel px-6 py-12 text-center">
      <h2 className="font-semibold text-lg">The gateway can’t be reached</h2>
      <p className="mt-1 text-muted">
        Nothing answers at <code className="break-all text-ink">{url}</code>. This page keeps trying every 2
        s.
      </p>
    </section>
  )
}
