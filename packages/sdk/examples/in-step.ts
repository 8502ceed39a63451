import { createTouchline, TouchlineError } from '@touchline/sdk'

// In step with a television picture that is 20 s behind, from minute 63 on, as a fan who has signed in.
const [matchId = 'demo', url = 'http://localhost:4000'] = process.argv.slice(2)

/** Asked for at each connection, and before the one in use ends. */
const token = async (): Promise<string> =>
  (await fetch('https://fans.example/token', { method: 'POST' })).text()

const touchline = createTouchline({ url, ...(process.env.SIGNED_IN && { token }) })
try {
  for await (const frame of touchline.match(matchId).feed({ from: '63:00', delaySeconds: 20 })) {
    if (frame.type === 'goal-scored') process.stdout.write(`${frame.score.home}–${frame.score.away}\n`)
    else if (frame.type === 'feed-skipped') process.stdout.write(`${frame.low} posts left out\n`)
    else if (frame.type === 'feed-gap') process.stdout.write(`now ${frame.snapshot.score.home}\n`)
    if (frame.type === 'match-ended') break
  }
} catch (error) {
  if (error instanceof TouchlineError && error.code === 'unauthorized') process.stderr.write('signed out\n')
  else throw error
}
await touchline.close()
