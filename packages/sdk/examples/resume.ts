import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createTouchline, type PositionStorage } from '@touchline/sdk'

// Goes on where the last run has stopped: its place is kept in a file, in a page it would be in localStorage.
const [matchId = 'demo', url = 'http://localhost:4000'] = process.argv.slice(2)
const storage: PositionStorage = {
  getItem: key => (existsSync(key) ? readFileSync(key, 'utf8') : null),
  setItem: (key, value) => writeFileSync(key, value),
  removeItem: key => rmSync(key, { force: true }),
}
const touchline = createTouchline({ url })
const feed = touchline.match(matchId).feed({ from: 'start', persist: `${matchId}.place`, storage })
process.once('SIGINT', () => feed.close())
for await (const frame of feed) process.stdout.write(`${frame.epoch}:${frame.seq} ${frame.type}\n`)
await touchline.close()
