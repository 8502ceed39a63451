import { createTouchline, TouchlineError } from '@touchline/sdk'

// In step with a television picture that is 20 s behind, from minute 63 on, as a fan who has signed in.
const [matchId = 'demo', url = 'http://localhost:4000', tokens] = process.argv.slice(2)

/** Asked for at each connection, and before the one in use ends. */
const tokenFrom = (issuer: string) => async (): Promise<string> =>
  (await fetch(issuer, { method: 'POST' })).text()

const touchline = createTouchline({ url, ...(tokens && { token: tokenFrom(tokens) }) })
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
