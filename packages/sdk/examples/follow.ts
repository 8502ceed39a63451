import { createTouchline } from '@touchline/sdk'

// Prints a match as it is played, from its first event on.
const touchline = createTouchline({ url: process.argv[2] ?? 'http://localhost:4000' })
const matches = await touchline.matches()
const match = matches.find(one => one.status === 'live') ?? matches[0]
if (!match) throw new Error('no match yet')

const feed = touchline.match(match.matchId).feed({ from: 'start' })
process.once('SIGINT', () => feed.close())
for await (const frame of feed) {
  const score = 'score' in frame ? ` ${frame.score.home}–${frame.score.away}` : ''
  process.stdout.write(`${frame.epoch}:${frame.seq} ${frame.type}${score}\n`)
}
await touchline.close()
