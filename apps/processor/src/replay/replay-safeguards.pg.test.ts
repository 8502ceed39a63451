import { describe, expect, it, vi } from 'vitest'
import { storedEvent } from '../testing/records.ts'
import { poisoned, replayHouse } from './testing/replay-house.ts'

const {
  accounts,
  append,
  dead,
  ended,
  executor,
  ids,
  itemsOf,
  letters,
  outcomesOf,
  query,
  replayAll,
  replayOf,
  world,
} = replayHouse()

describe('a dry run', () => {
  it('tells what would become of each, and changes nothing', async () => {
    const at = { type: 'goal-scored', clock: { period: 1, seconds: 600 } }
    await append(poisoned('1'), poisoned('2', at), '{"junk', storedEvent('again', at))
    await dead(3)
    world.isBroken = false
    const before = [await letters(), await ids(), await accounts()]
    executor()
    const id = await replayAll({ mode: 'dry_run' })
    expect((await ended(id)).state).toBe('finished')
    expect(await outcomesOf(id)).toEqual(['would_recover', 'would_recover', 'would_fail'])
    const warned = (await itemsOf(id)).filter(item => item.message?.includes('another report of the same'))
    expect(warned).toHaveLength(1)
    expect([await letters(), await ids(), await accounts()]).toEqual(before)
    const [failed] = (await itemsOf(id)).filter(item => item.outcome === 'would_fail')
    expect(failed?.fingerprint).toBe((await letters())[2]?.fingerprint)
  })
})

describe('a canary', () => {
  const twenty = async () => {
    await append(...Array.from({ length: 20 }, (_, index) => poisoned(`${index}`)))
    await dead(20)
  }

  it('stops at the first letter that dies again, and the rest stay as they are', async () => {
    await twenty()
    executor()
    const id = await replayAll({ canary: true })
    expect(await ended(id)).toMatchObject({ state: 'stopped', stopReason: '1 of the first 1 died again' })
    const states = (await letters()).map(letter => letter.state).sort()
    expect(states).toEqual([...Array.from({ length: 19 }, () => 'dead'), 'dead_again'])
  })

  it('goes on by one, ten, and all while nothing fails', async () => {
    await twenty()
    world.isBroken = false
    executor()
    const id = await replayAll({ canary: true })
    expect(await ended(id)).toMatchObject({ state: 'finished', canaryStep: 3 })
    expect((await ids()).length).toBe(20)
  })

  it('stops when the pipeline lags', async () => {
    await twenty()
    world.lagSeconds = 11
    executor()
    expect(await ended(await replayAll({ canary: true }))).toMatchObject({
      state: 'stopped',
      stopReason: 'the pipeline lags by 11 s',
    })
  })
})

it('that awaits approval does nothing, and holds up no other, until somebody agreed', async () => {
  await append(poisoned('1'), poisoned('2'))
  await dead(2)
  world.isBroken = false
  const waiting = await replayAll({ state: 'awaiting_approval' })
  executor()
  await ended(await replayAll({ mode: 'dry_run' }))
  expect(await replayOf(waiting)).toMatchObject({ state: 'awaiting_approval', startedAt: null })
  expect(await outcomesOf(waiting)).toEqual([null, null])
  expect((await letters()).map(letter => letter.state)).toEqual(['dead', 'dead'])
  await query(`update replays set state = 'pending' where id = ${waiting}`)
  expect((await ended(waiting)).state).toBe('finished')
  expect(await outcomesOf(waiting)).toEqual(['recovered', 'recovered'])
})

it('keeps its rate, and an abort ends it within a second', async () => {
  await append(...Array.from({ length: 60 }, (_, index) => poisoned(`${index}`)))
  await dead(60)
  world.isBroken = false
  executor()
  const id = await replayAll({ ratePerSecond: 10 })
  await vi.waitFor(async () => expect((await ids()).length).toBeGreaterThan(9), 5_000)
  await query(`update replays set state = 'aborted' where id = ${id}`)
  const atAbort = (await ids()).length
  expect(atAbort).toBeLessThan(40)
  await new Promise(resolve => setTimeout(resolve, 1_000))
  expect((await ids()).length - atAbort).toBeLessThanOrEqual(10)
  expect((await letters()).filter(letter => letter.state === 'replaying')).toEqual([])
})

it('that fails at each step lets the younger ones have their turn', async () => {
  await append(poisoned('1'), poisoned('2'))
  await dead(2)
  world.isBroken = false
  const [first, second] = await letters()
  const broken = await replayAll({}, first?.id)
  const good = await replayAll({}, second?.id)
  await query(`create function refuse() returns trigger language plpgsql as $$ begin
    raise exception 'refused' using errcode = '23514'; end $$`)
  await query(
    `create trigger refuse before update on replays for each row when (new.id = ${broken}) execute function refuse()`,
  )
  executor()
  expect(await ended(good)).toMatchObject({ state: 'finished' })
  await query('drop trigger refuse on replays; drop function refuse')
  expect(await ended(broken)).toMatchObject({ state: 'finished' })
})
