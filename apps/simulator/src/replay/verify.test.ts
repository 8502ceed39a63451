import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { matchIdSchema } from '@touchline/contracts'
import { expect, it } from 'vitest'
import { verify } from './verify.ts'

const expected = {
  events: 12,
  versions: 12,
  score: { home: 1, away: 0 },
  yellowCards: { home: 1, away: 1 },
  redCards: { home: 0, away: 1 },
}
const snapshot = { matchId: 'm', lastSeq: 12, ...expected, events: undefined }

/** A gateway that gives these answers one after the other, the last for ever. */
async function ask(...answers: object[]) {
  const server = createServer((_, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return verify(url, matchIdSchema.parse('m'), expected, 600).finally(() =>
    server.close().closeAllConnections(),
  )
}

it('waits until everything is stored, then agrees', async () => {
  expect(await ask({ ...snapshot, lastSeq: 3, score: { home: 0, away: 0 } }, snapshot)).toMatchObject({
    kind: 'agrees',
  })
})

it('differs when the score, the cards or the number of events stay different', async () => {
  for (const other of [
    { lastSeq: 13 },
    { penalties: { home: 4, away: 3 } },
    { score: { home: 1, away: 1 } },
    { yellowCards: { home: 0, away: 1 } },
  ])
    expect(await ask({ ...snapshot, ...other })).toMatchObject({ kind: 'differs', seen: other })
})

it('knows that it does not know', async () => {
  expect(await ask({ error: 'no' })).toMatchObject({ kind: 'unknown' })
  expect(await verify('http://127.0.0.1:9', matchIdSchema.parse('m'), expected, 10)).toMatchObject({
    kind: 'unknown',
  })
})
