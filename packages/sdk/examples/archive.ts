import { createTouchline } from '@touchline/sdk'

// A server with an API key reads a whole match, in long pages, and how many are watching.
const [matchId = 'demo', url = 'http://localhost:4000', apiKey] = process.argv.slice(2)
const match = createTouchline({ url, ...(apiKey && { apiKey }) }).match(matchId)

let goals = 0
for await (const events of match.segments()) {
  goals += events.filter(event => event.type === 'goal-scored').length
}
const { watching } = await match.presence()
process.stdout.write(`${goals} goals, ${watching} watching\n`)
