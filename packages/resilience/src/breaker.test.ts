import { expect, it } from 'vitest'
import { BreakerOpen, type BreakerOptions, createBreaker } from './breaker.ts'

function rig(more: BreakerOptions = {}) {
  const clock = { ms: 0 }
  const breaker = createBreaker({ failures: 2, openMs: 100, now: () => clock.ms, ...more })
  let calls = 0
  const fail = () =>
    breaker
      .run(() => {
        calls += 1
        return Promise.reject(new Error('away'))
      })
      .catch((error: unknown) => error)
  const succeed = () => breaker.run(async () => (calls += 1))
  return { clock, breaker, fail, succeed, calls: () => calls }
}

it('opens after failures in a row, and then sends nothing', async () => {
  const { breaker, fail, succeed, calls } = rig()
  await fail()
  await succeed()
  await fail()
  expect(breaker.state).toBe('closed')
  await fail()
  expect(breaker.state).toBe('open')
  expect(await fail()).toBeInstanceOf(BreakerOpen)
  expect(calls()).toBe(4)
})

it('lets one call find out whether it is back', async () => {
  const { clock, breaker, fail, succeed } = rig()
  await fail()
  await fail()
  clock.ms = 99
  expect(breaker.state).toBe('open')
  clock.ms = 100
  const probe = Promise.withResolvers<string>()
  const probing = breaker.run(() => probe.promise)
  expect(await succeed().catch((error: unknown) => error)).toBeInstanceOf(BreakerOpen)
  probe.resolve('here')
  expect(await probing).toBe('here')
  expect(breaker.state).toBe('closed')
})

it('waits anew where the probe fails', async () => {
  const { clock, breaker, fail } = rig()
  await fail()
  await fail()
  clock.ms = 150
  await fail()
  clock.ms = 249
  expect(breaker.state).toBe('open')
  clock.ms = 250
  expect(breaker.state).toBe('half-open')
})

it('takes an answer that says no for an answer', async () => {
  const { breaker, fail } = rig({ isFailure: () => false })
  for (let call = 0; call < 5; call += 1) await fail()
  expect(breaker.state).toBe('closed')
})
