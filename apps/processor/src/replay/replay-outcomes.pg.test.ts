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
  letters,
  matches,
  outcomesOf,
  query,
  replayAll,
  world,
} = replayHouse()

describe('a replay', () => {
  it('recovers what the current build can process, and says so of each letter', async () => {
    await append(storedEvent('a'), poisoned('1'), poisoned('2'))
    await dead(2)
    world.isBroken = false
    executor()
    const id = await replayAll()
    expect((await ended(id)).state).toBe('finished')
    expect(await outcomesOf(id)).toEqual(['recovered', 'recovered'])
    expect(await ids()).toEqual(['a', 'p1', 'p2'])
    expect((await letters()).map(letter => letter.state)).toEqual(['recovered', 'recovered'])
    const [account] = await accounts()
    expect(account).toMatchObject({ accepted: 5n, stored: 3n, dead: 2n, duplicate: 0n })
  })

  it('of what still fails leaves it dead again, with its new reason, and makes no second letter', async () => {
    await append(poisoned('1'))
    await dead(1)
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await outcomesOf(id)).toEqual(['dead_again'])
    const [letter, ...others] = await letters()
    expect(others).toEqual([])
    expect(letter).toMatchObject({ state: 'dead_again', deaths: 2, errorMessage: 'broken by p1' })
    const [account] = await accounts()
    expect(account).toMatchObject({ accepted: 2n, dead: 1n, duplicate: 1n })
  })

  it('of what no log takes leaves it dead again at once, and brings the others', async () => {
    await append(poisoned('1'), poisoned('2'))
    await dead(2)
    await query(`update dead_letters set raw = raw || convert_to(repeat(' ', 1048577), 'UTF8')
                 where source_event_id = 'p1'`)
    world.isBroken = false
    executor()
    const id = await replayAll()
    expect((await ended(id)).state).toBe('finished')
    expect(await outcomesOf(id)).toEqual(['dead_again', 'recovered'])
    expect((await letters())[0]).toMatchObject({ state: 'dead_again', errorCode: 'payload-too-large' })
  })

  it('run twice at once, or settled before, stores nothing twice', async () => {
    await append(poisoned('1'), poisoned('2'), poisoned('3'))
    await dead(3)
    world.isBroken = false
    executor()
    executor()
    const [one, two] = [await replayAll(), await replayAll()]
    await ended(one)
    await ended(two)
    expect((await ids()).length).toBe(3)
    const outcomes = [...(await outcomesOf(one)), ...(await outcomesOf(two))]
    expect(outcomes.filter(outcome => outcome === 'recovered').length).toBe(3)
  })

  it('sends again what a crash left between marking and appending', async () => {
    await append(poisoned('1'))
    await dead(1)
    world.isBroken = false
    const id = await replayAll()
    await query(`update replay_items set sent_at = now() - interval '1 minute'`)
    await query(`update dead_letters set state = 'replaying'`)
    await query(`update replays set state = 'running', started_at = now()`)
    executor()
    expect((await ended(id)).state).toBe('finished')
    expect(await outcomesOf(id)).toEqual(['recovered'])
  })

  it('of a corrected payload stores it under its new id, and keeps the lineage', async () => {
    await append(storedEvent('x', { type: 'goal-scored', payload: { team: 'referee' } }))
    await dead(1)
    executor()
    const corrected = storedEvent('x', { type: 'goal-scored', payload: { team: 'away' } })
    const id = await replayAll({ edited: corrected })
    await ended(id)
    expect(await outcomesOf(id)).toEqual(['recovered'])
    expect(await ids()).toEqual([`${(await letters())[0]?.sourceEventId}~${id}`])
    expect((await letters())[0]).toMatchObject({ state: 'recovered', settledBy: `replay ${id}` })
  })
})

describe('what resembles, or comes after, what is stored', () => {
  it('such as a second goal of one player within a minute, is a goal of its own', async () => {
    const at = { type: 'goal-scored', clock: { period: 1, seconds: 600 } }
    await append(poisoned('1', at), storedEvent('again', { ...at, clock: { period: 1, seconds: 615 } }))
    await dead(1)
    world.isBroken = false
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await outcomesOf(id)).toEqual(['recovered'])
    expect(await ids()).toEqual(['again', 'p1'])
    const [match] = await matches()
    expect(match?.state).toMatchObject({ score: { home: 2, away: 0 } })
    const [account] = await accounts()
    expect(account).toMatchObject({ accepted: 3n, stored: 2n, dead: 1n, superseded: 0n })
  })

  it('such as a goal from before a correction, is stored and does not turn the score back', async () => {
    const early = { type: 'goal-scored', occurredAt: '2026-05-01T18:00:00.000Z' }
    await append(
      poisoned('1', early),
      storedEvent('c', { type: 'score-corrected', payload: { home: 2, away: 1 } }),
    )
    await dead(1)
    world.isBroken = false
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await outcomesOf(id)).toEqual(['recovered'])
    const [match] = await matches()
    expect(match?.state).toMatchObject({ score: { home: 2, away: 1 } })
  })

  it('as the event itself, sent again by its source, is superseded', async () => {
    await append(poisoned('1'))
    await dead(1)
    world.isBroken = false
    await append(poisoned('1'))
    await vi.waitFor(async () => expect(await ids()).toEqual(['p1']), 5_000)
    executor()
    const id = await replayAll()
    await ended(id)
    expect(await outcomesOf(id)).toEqual(['superseded'])
    expect(await ids()).toEqual(['p1'])
  })
})
