import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goal, goals, startWebhook } from '../../testing/webhook-rig.ts'
import { patternGrants } from './grants.ts'
import { createPartnerBook } from './partner-book.ts'

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const partnerWith = (matches: string[]) => {
  const partner = createPartnerBook({ acme: { secrets: [secret], matches } }).get('acme')
  if (!partner) throw new Error('no partner')
  return partner
}
const mayWrite = (matches: string[], matchId: string) => patternGrants.mayWrite(partnerWith(matches), matchId)

it('nobody may be called as operators are', () => {
  expect(() => createPartnerBook({ operator: { secrets: [secret] } })).toThrow('must not be')
})

it('a partner without patterns may write every match, one with none may write no match', async () => {
  expect(createPartnerBook({ acme: { secrets: [secret] } }).get('acme')?.matches).toEqual(['*'])
  expect(mayWrite([], 'derby-1')).toBe(false)
})

describe("another partner's match", () => {
  const inMatch = (matchId: string) => JSON.parse(goal.replace('derby-1', matchId))

  it('can not be written: 403, and nothing is in the log', async () => {
    const { post, everything } = await startWebhook({}, { matches: ['mine-*'] })
    for (const event of [inMatch('derby-1'), { ...inMatch('derby-1'), type: 'match-ended', payload: {} }]) {
      const { status, body } = await post(JSON.stringify(event))
      expect([status, body.error.code, body.error.retryable]).toEqual([403, 'forbidden', false])
      expect(body.error.faults).toEqual([{ path: 'matchId', message: expect.any(String) }])
    }
    const withdrawal = { matchId: 'derby-1', sourceEventId: 'ev-000123', deleted: true }
    expect((await post(JSON.stringify([withdrawal]))).status).toBe(403)
    expect(await everything()).toEqual([])
    expect((await post(goals(2).replaceAll('derby-1', 'mine-1'))).status).toBe(202)
  })

  it('among matches of its own: 207, refused by item, the others accepted', async () => {
    const { post, events, ingest } = await startWebhook({}, { matches: ['mine-1'] })
    const { status, body } = await post(
      JSON.stringify([inMatch('derby-1'), inMatch('mine-1'), { matchId: 'derby-1' }]),
    )
    expect([status, body.accepted, body.refused]).toEqual([207, 1, 2])
    expect(body.results.map((one: { code?: string }) => one.code)).toEqual([
      'forbidden',
      undefined,
      'forbidden',
    ])
    expect(await events('broadcast-events')).toHaveLength(1)
    expect(ingest.counters()).toMatchObject({ accepted: 1, refused: 2 })
  })

  it('is refused wherever it stands among others, and all of its own are taken', async () => {
    const { post, events } = await startWebhook({ burstFactor: 60 }, { matches: ['mine-*'] })
    const matchIds = fc.array(fc.constantFrom('mine-1', 'mine-2', 'derby-1', 'mine'), {
      minLength: 1,
      maxLength: 8,
    })
    let sent = 0
    const holds = async (all: readonly string[]) => {
      const ids = all.map(() => `mixed-${sent++}`)
      const items = all.map((matchId, n) => ({ ...inMatch(matchId), sourceEventId: ids[n] }))
      const { status, body } = await post(JSON.stringify(items))
      const isMine = all.map(matchId => matchId.startsWith('mine-'))
      const some = isMine.includes(true) ? 207 : 403
      expect(status).toBe(isMine.every(Boolean) ? 202 : some)
      const mine = ids.filter((_, n) => isMine[n])
      const taken = (await events('broadcast-events')).map(({ sourceEventId }) => sourceEventId)
      expect(ids.filter(id => taken.includes(id))).toEqual(mine)
      if (status !== 207) return
      const told = body.results.map((one: { code?: string }) => one.code)
      expect(told).toEqual(isMine.map(mine => (mine ? undefined : 'forbidden')))
    }
    await fc.assert(fc.asyncProperty(matchIds, holds), { numRuns: 40 })
  })

  it('costs nothing of its rate', async () => {
    const { post } = await startWebhook({ burstFactor: 1, matchCriticalBurst: 1 }, { matches: ['mine-1'] })
    for (let n = 0; n < 3; n++) expect((await post(goals(1))).status).toBe(403)
    expect((await post(goals(1).replaceAll('derby-1', 'mine-1'))).status).toBe(202)
  })
})
