import { describe, expect, it, vi } from 'vitest'
import { poisoned, replayHouse } from './testing/replay-house.ts'

const { append, dead, ended, executor, itemsOf, letters, outcomesOf, query, replayAll, replayOf, world } =
  replayHouse()

/** Its records wait in order, and nobody tries them: what is replayed of it is never settled. */
const park = (matchId: string) =>
  query(`insert into parked_matches (match_id, error_code, error_message, due_at)
         values ('${matchId}', 'test', 'parked for good', now() + interval '1 day')`)
const parkedRecords = async () => (await query('select from parked_records')).rowCount

const timesOf = async (id: bigint) => {
  const [item] = await itemsOf(id)
  const { sends = 0, sentAt, sendAgainAt } = item ?? {}
  return { sends, waitMs: Number(sendAgainAt) - Number(sentAt) }
}

const deadInTwoMatches = async () => {
  await append(poisoned('1'), poisoned('2', { matchId: 'm2' }))
  await dead(2)
  world.isBroken = false
  await park('m1')
}

describe('a replayed letter that nothing comes of', () => {
  it('is sent six times at most, each after twice as long, and then its replay ends and says what to do', async () => {
    await deadInTwoMatches()
    executor()
    const id = await replayAll()
    for (let sends = 1; sends <= 6; sends++) {
      await vi.waitFor(async () => expect(await parkedRecords()).toBe(sends), 5_000)
      expect(await timesOf(id)).toEqual({ sends, waitMs: 15_000 * 2 ** (sends - 1) })
      expect((await replayOf(id)).state).toBe('running')
      await query(`update replay_items set send_again_at = now() where outcome is null`)
    }
    expect((await ended(id)).state).toBe('finished')
    expect(await parkedRecords()).toBe(6)
    expect(await outcomesOf(id)).toEqual(['dead_again', 'recovered'])
    const [item] = await itemsOf(id)
    expect(item).toMatchObject({ errorCode: 'replay-unanswered', sends: 6 })
    expect(item?.message).toContain('parked matches')
    const [letter] = await letters()
    expect(letter).toMatchObject({ state: 'dead', deaths: 1, errorMessage: 'broken by p1' })
  })

  it('and that is a canary stops its replay', async () => {
    await deadInTwoMatches()
    executor()
    const id = await replayAll({ canary: true })
    await vi.waitFor(async () => expect(await parkedRecords()).toBe(1), 5_000)
    await query('update replay_items set sends = 6, send_again_at = now() where sends > 0')
    expect(await ended(id)).toMatchObject({
      state: 'stopped',
      stopReason: '1 of the first 1 had no answer',
    })
    expect((await letters()).map(letter => letter.state)).toEqual(['dead', 'dead'])
  })

  it('keeps the replays after its own from nothing', async () => {
    await deadInTwoMatches()
    const [stuck, free] = await letters()
    executor()
    const first = await replayAll({}, stuck?.id)
    await vi.waitFor(async () => expect(await parkedRecords()).toBe(1), 5_000)
    const second = await replayAll({}, free?.id)
    const third = await replayAll({ mode: 'dry_run' }, stuck?.id)
    expect((await ended(second)).state).toBe('finished')
    expect((await ended(third)).state).toBe('finished')
    expect(await outcomesOf(second)).toEqual(['recovered'])
    expect((await replayOf(first)).state).toBe('running')
  })

  it('stays with another replay that has sent it too', async () => {
    await deadInTwoMatches()
    const [stuck] = await letters()
    executor()
    const first = await replayAll({}, stuck?.id)
    await vi.waitFor(async () => expect(await parkedRecords()).toBe(1), 5_000)
    const second = await replayAll({ state: 'awaiting_approval' }, stuck?.id)
    await query(`update replay_items set sent_at = now(), sends = 1 where replay_id = ${second}`)
    await query(`update replay_items set sends = 6, send_again_at = now() where replay_id = ${first}`)
    expect((await ended(first)).state).toBe('finished')
    expect((await letters())[0]?.state).toBe('replaying')
  })

  it('counts what it sends again within its rate', async () => {
    await append(...Array.from({ length: 20 }, (_, index) => poisoned(`${index}`)))
    await dead(20)
    world.isBroken = false
    const id = await replayAll({ ratePerSecond: 5 })
    await query(`update replay_items set sent_at = now() - interval '1 minute', sends = 1`)
    await query(`update replays set state = 'running', started_at = now()`)
    executor()
    const sentWithin = async () =>
      (await itemsOf(id)).filter(item => item.sends === 2).map(item => Number(item.sentAt))
    await vi.waitFor(async () => expect((await sentWithin()).length).toBeGreaterThan(5), 5_000)
    const times = await sentWithin()
    const first = Math.min(...times)
    expect(times.filter(time => time < first + 1_000).length).toBeLessThanOrEqual(5)
  })
})
