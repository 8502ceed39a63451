import { buryLetters, createTestDatabase, deadLetter, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLetterCare } from './care.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())
beforeEach(() => test.database.pool.query('truncate dead_letters, replays restart identity cascade'))

const hourMs = 3_600_000
const bornMs = Date.parse('2026-05-01T00:00:00Z')
const bury = (...letters: ReturnType<typeof deadLetter>[]) => buryLetters(test.database.pool, letters)
const born = { lastFailedAtMs: bornMs, firstFailedAtMs: bornMs, expiresAtMs: bornMs + 168 * hourMs }
const systemic = { ...born, disposition: 'systemic', reprocessAtMs: bornMs + hourMs } as const
const rowOf = (id: string | undefined) =>
  test.database.prisma.deadLetter.findUniqueOrThrow({ where: { id: BigInt(id ?? 0) } })

/** Care at a clock that the test turns; what it said is kept. */
function careAt(intervalMs?: number) {
  const clock = { nowMs: bornMs }
  const said: string[] = []
  const care = createLetterCare({
    database: test.database,
    nowMs: () => clock.nowMs,
    ...(intervalMs === undefined ? {} : { intervalMs }),
    onWarning: (letters, hours) => said.push(`${letters} expire within ${hours} h`),
    onExpired: letters => said.push(`${letters} expired`),
    onReprocess: ({ id, letters, nth }) => said.push(`replay ${id} of ${letters}, time ${nth}`),
    onError: error => said.push(String(error)),
  })
  const at = async (hours: number) => {
    said.length = 0
    clock.nowMs = bornMs + hours * hourMs
    await care.tick()
    return [...said]
  }
  return { at, said, care }
}

describe('what becomes of dead letters by time', () => {
  it('warns 72, 24 and 1 hours before a letter expires, once each, and then expires it', async () => {
    const [id] = await bury(deadLetter(born), deadLetter(born))
    const { at, care } = careAt()
    expect(await at(168 - 72.1)).toEqual([])
    expect(await at(168 - 72)).toEqual(['2 expire within 72 h'])
    expect(await at(168 - 25)).toEqual([])
    expect(await at(168 - 23)).toEqual(['2 expire within 24 h'])
    expect(await at(168 - 1)).toEqual(['2 expire within 1 h'])
    expect(await at(168 - 0.5)).toEqual([])
    expect(await at(168)).toEqual(['2 expired'])
    expect(await at(169)).toEqual([])
    expect(await rowOf(id)).toMatchObject({ state: 'expired', settledBy: 'touchline', warnedHours: 1 })
    await care.stop()
  })

  it('gives back a letter that an ended replay left on its way, not one that is still under way', async () => {
    const [stranded, underWay] = await bury(deadLetter(born), deadLetter(born))
    await test.database.pool.query(`update dead_letters set state = 'replaying'`)
    const asked = {
      query: {},
      reason: 'test',
      requestedBy: 'test',
      total: 1,
      ratePerSecond: 1,
      canary: false,
    }
    const send = (state: 'aborted' | 'running', letterId: string | undefined) =>
      test.database.prisma.replay.create({
        data: {
          ...{ mode: 'live', state, ...asked },
          items: {
            create: { deadLetterId: BigInt(letterId ?? 0), ordinal: 1, sentAt: new Date(bornMs) },
          },
        },
      })
    await send('aborted', stranded)
    await send('running', underWay)
    const { at, care } = careAt()
    await at(1)
    expect([(await rowOf(stranded)).state, (await rowOf(underWay)).state]).toEqual(['dead', 'replaying'])
    await care.stop()
  })

  it('gives only the closest warning where it comes late, and none to letters that are settled', async () => {
    const ids = await bury(deadLetter(born), deadLetter(born), deadLetter(born))
    await test.database.pool.query(`update dead_letters set state = 'recovered' where id = ${ids[0]}`)
    await test.database.pool.query(`update dead_letters set state = 'dead_again' where id = ${ids[1]}`)
    const { at, care } = careAt()
    expect(await at(168 - 0.9)).toEqual(['2 expire within 1 h'])
    expect(await at(168)).toEqual(['2 expired'])
    expect((await rowOf(ids[0])).state).toBe('recovered')
    await care.stop()
  })

  it('replays systemic letters after 1, then 6, then 24 hours, and then no more', async () => {
    const poisonous = deadLetter({ ...systemic, disposition: 'poison' })
    const [id, , poison] = await bury(deadLetter(systemic), deadLetter(systemic), poisonous)
    const { at, care } = careAt()
    expect(await at(0.9)).toEqual([])
    expect(await at(1)).toEqual(['replay 1 of 2, time 1'])
    expect(await test.database.prisma.replay.findFirst({ include: { items: true } })).toMatchObject({
      mode: 'live',
      state: 'pending',
      requestedBy: 'touchline',
      reason: 'automatic reprocessing 1 of 3',
      canary: true,
      total: 2,
      items: [{ ordinal: 1 }, { ordinal: 2 }],
    })
    expect(await rowOf(id)).toMatchObject({ reprocessings: 1, reprocessAt: new Date(bornMs + 7 * hourMs) })
    await test.database.pool.query(`update dead_letters set state = 'dead_again' where id = ${id}`)
    expect(await at(6.9)).toEqual([])
    expect(await at(7)).toEqual(['replay 2 of 2, time 2'])
    expect(await at(31)).toEqual(['replay 3 of 2, time 3'])
    expect(await rowOf(id)).toMatchObject({ reprocessings: 3, reprocessAt: null })
    expect(await at(90)).toEqual([])
    expect((await rowOf(poison)).reprocessings).toBe(0)
    await care.stop()
  })

  it('writes what it does by itself into the audit, in the same transaction', async () => {
    await bury(deadLetter(systemic))
    const { at, care } = careAt()
    await at(1)
    const entries = () =>
      test.database.pool.query(
        'select action, subject_id as id, actor_name as by, via, reason, details from audit_entries order by audit_entries.id desc limit 1',
      )
    expect((await entries()).rows).toEqual([
      {
        ...{ action: 'replay.create', id: '1', by: 'touchline', via: 'system' },
        reason: 'automatic reprocessing 1 of 3',
        details: { mode: 'live', state: 'pending', total: 1, reprocessing: 1 },
      },
    ])
    await test.database.pool.query('alter table audit_entries rename to away')
    await test.database.pool.query('update dead_letters set reprocess_at = $1', [
      new Date(bornMs + 2 * hourMs),
    ])
    await expect(at(7)).rejects.toThrow(/does not exist/)
    await test.database.pool.query('alter table away rename to audit_entries')
    expect(await test.database.prisma.replay.count()).toBe(1)
    await care.stop()
  })

  it('declines a replay on which nobody decided within 24 hours', async () => {
    const waiting = (createdAtMs: number) =>
      test.database.prisma.replay.create({
        data: {
          ...{ mode: 'live', state: 'awaiting_approval', query: {}, reason: 'r', requestedBy: 'ann' },
          ...{ total: 501, ratePerSecond: 1, canary: true, createdAt: new Date(createdAtMs) },
        },
      })
    await waiting(bornMs)
    await waiting(bornMs + hourMs)
    const { at, care } = careAt()
    await at(23.9)
    expect(await test.database.prisma.replay.count({ where: { state: 'awaiting_approval' } })).toBe(2)
    await at(24)
    expect(await test.database.prisma.replay.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { state: 'declined', decidedBy: 'touchline', stopReason: 'nobody decided within 24 hours' },
      { state: 'awaiting_approval', decidedBy: null },
    ])
    await care.stop()
  })

  it('asks nobody about a large replay of its own, which can be resumed', async () => {
    await bury(...Array.from({ length: 501 }, () => deadLetter(systemic)))
    const { at, care } = careAt()
    await at(1)
    expect(await test.database.prisma.replay.findFirst()).toMatchObject({
      ...{ total: 501, state: 'pending', decidedBy: 'touchline' },
    })
    await care.stop()
  })

  it('does not replay what is replaying, recovered or over', async () => {
    const ids = await bury(deadLetter(systemic), deadLetter(systemic), deadLetter(systemic))
    await test.database.pool.query(`update dead_letters set state = 'replaying' where id = ${ids[0]}`)
    await test.database.pool.query(`update dead_letters set state = 'recovered' where id = ${ids[1]}`)
    const { at, care } = careAt()
    expect(await at(200)).toEqual(['1 expired'])
    await care.stop()
  })

  it('is done by one processor at a time, and by each letter once', async () => {
    await bury(deadLetter(systemic), deadLetter(systemic))
    const all = [careAt(), careAt(), careAt()]
    const said = await Promise.all(all.map(({ at }) => at(1)))
    expect(said.flat()).toEqual(['replay 1 of 2, time 1'])
    const holder = await test.database.pool.connect()
    await holder.query('begin; select pg_advisory_xact_lock(727103)')
    expect(await all[0]?.at(168)).toEqual([])
    await holder.query('rollback')
    holder.release()
    expect(await all[0]?.at(168)).toEqual(['2 expired'])
    await Promise.all(all.map(({ care }) => care.stop()))
  })

  it('comes by itself, and survives a database that fails', async () => {
    await bury(deadLetter({ ...born, expiresAtMs: bornMs }))
    const { said, care } = careAt(20)
    await vi.waitFor(() => expect(said).toEqual(['1 expired']), { timeout: 5_000 })
    await test.database.pool.query('alter table dead_letters rename to away')
    await vi.waitFor(() => expect(said.at(-1)).toMatch(/does not exist/), { timeout: 5_000 })
    await test.database.pool.query('alter table away rename to dead_letters')
    await bury(deadLetter({ ...born, expiresAtMs: bornMs }))
    await vi.waitFor(() => expect(said.at(-1)).toBe('1 expired'), { timeout: 5_000 })
    await care.stop()
  })
})
