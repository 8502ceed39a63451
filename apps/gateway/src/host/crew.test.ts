import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Crew, type CrewEvent, type Member, startCrew } from './crew.ts'

interface TestMember extends Member {
  serve(serves: boolean): void
  end(): void
  readonly asked: () => boolean
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function testCrew(size: number) {
  const hired: TestMember[] = []
  const events: CrewEvent[] = []
  const hire = (number: number): TestMember => {
    const served = Promise.withResolvers<boolean>()
    const ended = Promise.withResolvers<void>()
    let asked = false
    const end = () => {
      served.resolve(false)
      ended.resolve()
    }
    const member: TestMember = {
      number,
      serving: served.promise,
      ended: ended.promise,
      serve: served.resolve,
      end,
      kill: end,
      asked: () => asked,
      askToStop: () => {
        asked = true
      },
    }
    hired.push(member)
    return member
  }
  const crew = startCrew({ size, hire, stopWithinMs: 1_000, onEvent: event => void events.push(event) })
  const at = (place: number) => hired[place] ?? expect.fail(`nobody was hired as number ${place}`)
  return { crew, hired, events, at }
}

const numbersOf = ({ members }: Crew) => members.map(({ number }) => number).sort()
const settle = () => vi.advanceTimersByTimeAsync(0)

it('has started once one serves, and has not if none came to', async () => {
  const { crew, at } = testCrew(2)
  at(0).end()
  at(1).serve(true)
  await crew.started()
  const failing = testCrew(2)
  const failed = expect(failing.crew.started()).rejects.toThrow('no worker came to serve')
  for (const member of failing.hired) member.end()
  await failed
  await failing.crew.stop()
})

it('replaces one that ended, under its number, and waits longer each time it ends soon', async () => {
  const { crew, hired, events, at } = testCrew(2)
  for (const [place, waitMs] of [100, 200, 400].entries()) {
    at(place === 0 ? 0 : place + 1).end()
    await vi.advanceTimersByTimeAsync(waitMs - 1)
    expect(hired).toHaveLength(2 + place)
    await vi.advanceTimersByTimeAsync(1)
    expect(hired).toHaveLength(3 + place)
  }
  expect(numbersOf(crew)).toEqual([1, 2])
  await vi.advanceTimersByTimeAsync(10_000)
  at(4).end()
  await settle()
  expect(events.at(-1)).toEqual({ kind: 'lost', number: 1, replacedInMs: 0 })
})

it('rolls one after the other, each new one serving before an old one is asked to leave', async () => {
  const { crew, hired, at } = testCrew(2)
  for (const member of hired) member.serve(true)
  const rolling = crew.roll()
  await settle()
  expect(hired.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(at(0).asked()).toBe(false)
  at(2).serve(true)
  await settle()
  expect([at(0).asked(), at(1).asked()]).toEqual([true, false])
  at(0).end()
  await settle()
  expect(hired.map(({ number }) => number)).toEqual([1, 2, 3, 1])
  at(3).serve(true)
  await settle()
  at(1).end()
  await rolling
  expect(numbersOf(crew)).toEqual([1, 3])
  expect(hired).toHaveLength(4)
})

it('leaves the old ones at work if a new one does not come to serve', async () => {
  const { crew, events, hired, at } = testCrew(2)
  for (const member of hired) member.serve(true)
  const rolling = crew.roll()
  await settle()
  at(2).serve(false)
  await rolling
  expect(events).toEqual([{ kind: 'roll-failed', number: 3 }])
  expect(hired.slice(0, 2).some(member => member.asked())).toBe(false)
})

it('has no one too many where the old one ends by itself during its replacement', async () => {
  const { crew, hired, at } = testCrew(1)
  at(0).serve(true)
  const rolling = crew.roll()
  await settle()
  at(0).end()
  await vi.advanceTimersByTimeAsync(100)
  at(1).serve(true)
  await settle()
  expect(at(1).asked()).toBe(true)
  at(1).end()
  await rolling
  expect(hired).toHaveLength(3)
  expect(numbersOf(crew)).toEqual([1])
})

it('kills one that does not leave in its time, and replaces nobody once it is stopped', async () => {
  const { crew, events, hired, at } = testCrew(2)
  const stopped = crew.stop()
  at(0).end()
  await vi.advanceTimersByTimeAsync(1_000)
  await stopped
  expect(events).toEqual([{ kind: 'killed', number: 2 }])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(hired).toHaveLength(2)
})
