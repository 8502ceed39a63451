import type { TouchlineError } from '@touchline/sdk'
import Link from 'next/link'

export function MatchMissing({ matchId, error }: { matchId: string; error: TouchlineError }) {
  const unknown = error.code === 'match-not-found' || error.code === 'not-found'
  return (
    <section role="alert" className="panel mx-auto mt-10 max-w-lg p-8 text-center">
      <h1 className="font-bold text-xl">{unknown ? 'No such match' : 'This match can’t be followed'}</h1>
      <p className="mt-2 text-muted">
        {unknown ? (
          <>
            Nothing is known of <code className="break-all text-ink">{matchId}</code>.
          </>
        ) : (
          `The gateway said: ${error.code}.`
        )}
      </p>
      <Link href="/" className="mt-5 inline-block text-accent underline underline-offset-4">
        See the matches
      </Link>
    </section>
  )
}
