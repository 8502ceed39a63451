import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Broadcast, BroadcastUnavailable, type Notice } from '../broadcast.ts'

/** What an adapter's test gives to the suite. */
export interface BroadcastHarness {
  /** A client of the one broker under test; the suite closes it. */
  open(): Promise<Broadcast>
  /** Takes the broker away from all clients, by broken connections or by silence; `restore` gives it back. */
  takeAway(how: 'cut' | 'silence'): Promise<void>
  restore(): Promise<void>
  stop(): Promise<void>
}

const until = (assertion: () => void | Promise<void>) =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 10 })

function ear() {
  const notices: Notice[] = []
  let interruptions = 0
  return {
    notices,
    seqs: () => notices.map(({ firstSeq }) => firstSeq),
    interruptions: () => interruptions,
    onNotice: (notice: Notice) => void notices.push(notice),
    onInterrupted: () => {
      interruptions += 1
    },
  }
}

const notice = (channel: string, seq: number): Notice => ({ channel, epoch: 3, firstSeq: seq, lastSeq: seq })
const notices = (channel: string, count: number, from = 1) =>
  Array.from({ length: count }, (_, place) => notice(channel, from + place))
const seqsOf = (sent: readonly Notice[]) => sent.map(({ firstSeq }) => firstSeq)

/** Every adapter of the broadcast passes all of this. */
export function describeBroadcast(name: string, makeHarness: () => Promise<BroadcastHarness>): void {
  describe(`${name} broadcast`, () => {
    let harness: BroadcastHarness
    let publisher: Broadcast
    let subscriber: Broadcast
    const fresh = () => `match-${randomUUID()}`
    beforeAll(async () => {
      harness = await makeHarness()
      publisher = await harness.open()
      subscriber = await harness.open()
    })
    afterAll(async () => {
      await Promise.all([publisher?.close(), subscriber?.close()])
      await harness?.stop()
    })

    test('delivers positions, and bodies where it carries them, to the channel alone', async () => {
      const [channel, other] = [fresh(), fresh()]
      const listener = ear()
      const elsewhere = ear()
      await subscriber.subscribe(channel, listener)
      await subscriber.subscribe(other, elsewhere)
      const body = JSON.stringify([{ words: 'Gól! ⚽\n"quoted"' }, { more: 'ž'.repeat(100_000) }])
      const sent = { channel, epoch: 7, firstSeq: 41, lastSeq: 1_234_567, body }
      await publisher.publish([sent])
      await until(() => expect(listener.notices).toHaveLength(1))
      const { body: dropped, ...position } = sent
      expect(listener.notices[0]).toEqual(publisher.capabilities.carriesBody ? sent : position)
      expect(elsewhere.notices).toEqual([])
    })

    test('keeps the order of a channel, within a call and across concurrent calls', async () => {
      const channels = Array.from({ length: 5 }, fresh)
      const ears = channels.map(ear)
      await Promise.all(channels.map((channel, place) => subscriber.subscribe(channel, ears[place] ?? ear())))
      const calls = Array.from({ length: 100 }, (_, call) =>
        channels.flatMap(channel => notices(channel, 5, call * 5 + 1)),
      )
      await Promise.all(calls.map(call => publisher.publish(call)))
      for (const [place, channel] of channels.entries()) {
        const expected = seqsOf(notices(channel, 500))
        await until(() => expect(ears[place]?.seqs()).toEqual(expected))
      }
    })

    test('gives one channel to several listeners, until each unsubscribes', async () => {
      const channel = fresh()
      const [one, two] = [ear(), ear()]
      const first = await subscriber.subscribe(channel, one)
      const second = await subscriber.subscribe(channel, two)
      await publisher.publish([notice(channel, 1)])
      await until(() => expect([one.seqs(), two.seqs()]).toEqual([[1], [1]]))
      await first.unsubscribe()
      await first.unsubscribe()
      await publisher.publish([notice(channel, 2)])
      await until(() => expect(two.seqs()).toEqual([1, 2]))
      await second.unsubscribe()
      const again = ear()
      await subscriber.subscribe(channel, again)
      await publisher.publish([notice(channel, 3)])
      await until(() => expect(again.seqs()).toEqual([3]))
      expect([one.seqs(), two.seqs()]).toEqual([[1], [1, 2]])
    })

    test('is in force when subscribe resolves, however subscribing and leaving interleave', async () => {
      const channel = fresh()
      for (let round = 1; round <= 10; round += 1) {
        const listener = ear()
        const leaving = (await subscriber.subscribe(channel, ear())).unsubscribe()
        const subscription = await subscriber.subscribe(channel, listener)
        await publisher.publish([notice(channel, round)])
        await until(() => expect(listener.seqs()).toEqual([round]))
        await Promise.all([leaving, subscription.unsubscribe()])
      }
    })

    test('refuses what no broker takes', async () => {
      const body = 'x'.repeat(262_145)
      await expect(publisher.publish([{ ...notice(fresh(), 1), body }])).rejects.toThrow(RangeError)
      await expect(publisher.publish([notice('', 1)])).rejects.toThrow(RangeError)
    })

    test.each(['cut', 'silence'] as const)(
      'says so within 2 s when the broker is away (%s), and recovers',
      async how => {
        const channel = fresh()
        const listener = ear()
        await subscriber.subscribe(channel, listener)
        await publisher.ping()
        await harness.takeAway(how)
        const started = performance.now()
        await Promise.all([
          expect(publisher.publish([notice(channel, 1)])).rejects.toThrow(BroadcastUnavailable),
          expect(publisher.ping()).rejects.toThrow(BroadcastUnavailable),
          expect(subscriber.subscribe(fresh(), ear())).rejects.toThrow(BroadcastUnavailable),
        ])
        expect(performance.now() - started).toBeLessThan(2_000)
        await until(() => expect(listener.interruptions()).toBeGreaterThan(0))
        await harness.restore()
        await until(() => publisher.ping())
        await until(async () => {
          await publisher.publish([notice(channel, 2)])
          expect(listener.seqs()).toContain(2)
        })
        const late = ear()
        const lateChannel = fresh()
        await until(async () => void (await subscriber.subscribe(lateChannel, late)))
        await publisher.publish([notice(lateChannel, 9)])
        await until(() => expect(late.seqs()).toEqual([9]))
      },
    )

    test('tells the interruption after the subscription is in force again', async () => {
      const channel = fresh()
      const listener = ear()
      const heard: number[] = []
      await subscriber.subscribe(channel, listener)
      const probe = { ...listener, onInterrupted: () => void heard.push(listener.interruptions()) }
      await subscriber.subscribe(channel, probe)
      await harness.takeAway('cut')
      await until(() => expect(heard.length).toBeGreaterThanOrEqual(1))
      const before = listener.interruptions()
      await harness.restore()
      await until(() => expect(listener.interruptions()).toBeGreaterThan(before))
      await until(() => publisher.ping())
      await publisher.publish([notice(channel, 5)])
      await until(() => expect(listener.seqs()).toContain(5))
    })
  })
}
