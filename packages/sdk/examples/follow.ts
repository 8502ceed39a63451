import { createTouchline } from '@touchline/sdk'

const touchline = createTouchline({ url: process.argv[2] ?? 'http://localhost:4000' })
const matches = await touchline.matches()
const match = matches.find(one => one.status === 'live') ?? matches[0]
if (!match) throw new Error('no match yet')

const feed = touchline.match(match.matchId).feed({ from: 'start' })
process.once('SIGINT', () => feed.close())
for await (const event of feed) {
  const score = event.type === 'feed-reset' ? '' : ` ${event.score.home}–${event.score.away}`
  process.stdout.write(`${event.epoch}:${event.seq} ${event.type}${score}\n`)
}
await touchline.close()
