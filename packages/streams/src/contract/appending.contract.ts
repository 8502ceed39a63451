import { describe, expect, test } from 'vitest'
import { LogUnavailable } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { EventLogUnderTest } from './event-log.contract.ts'
import { record, series, textOf, valuesOf } from './event-log-harness.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)

export function describeAppending(tested: () => EventLogUnderTest): void {
  describe('appending and reading', () => {
    test('gives back keys, bytes and headers exactly, in order', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('exact')
      const headers = { 'correlation-id': 'c-1', empty: '', quoted: `"'\\{},`, words: 'Žižkov 0–2 ⚽' }
      const before = Date.now()
      const sent = [
        { key: 'ключ ⚽', value: everyByte, headers },
        { key: 'ключ ⚽', value: new Uint8Array(), headers: {} },
        { key: 'ключ ⚽', value: Buffer.from('third'), headers: { one: '1' } },
      ]
      await log.append(topic, sent)
      const got = await log.read(topic, partitionOfKey('ключ ⚽', harness.partitions), 0n, 10)
      expect(got.map(({ key, headers }) => ({ key, headers }))).toEqual(
        sent.map(({ key, headers }) => ({ key, headers })),
      )
      expect(got.map(({ value }) => [...value])).toEqual(sent.map(({ value }) => [...value]))
      for (const { appendedAtMs } of got) {
        expect(appendedAtMs).toBeGreaterThanOrEqual(before - 1_000)
        expect(appendedAtMs).toBeLessThanOrEqual(Date.now() + 1_000)
      }
    })

    test('reads from an offset on, up to a limit, and nothing past the end', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('pages')
      await log.append(topic, series('k', 10))
      const partition = partitionOfKey('k', harness.partitions)
      const first = await log.read(topic, partition, 0n, 4)
      expect(first.map(textOf)).toEqual(['k-0', 'k-1', 'k-2', 'k-3'])
      const after = (first.at(-1)?.offset ?? 0n) + 1n
      const rest = await log.read(topic, partition, after, 100)
      expect(rest.map(textOf)).toEqual(['k-4', 'k-5', 'k-6', 'k-7', 'k-8', 'k-9'])
      expect(await log.read(topic, partition, (rest.at(-1)?.offset ?? 0n) + 1n, 100)).toEqual([])
      expect(first.every(record => record.topic === topic && record.partition === partition)).toBe(true)
    })

    test('keeps the order of concurrent calls for one key', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('concurrent')
      const calls = Array.from({ length: 200 }, (_, call) => series('k', 3, call * 3))
      await Promise.all(calls.map(records => log.append(topic, records)))
      const got = await log.read(topic, partitionOfKey('k', harness.partitions), 0n, 1_000)
      expect(got.map(textOf)).toEqual(valuesOf(calls.flat()))
    })

    test('spreads keys over partitions as partitionOfKey says', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('spread')
      const keys = Array.from({ length: 40 }, (_, place) => `match-${place}`)
      await log.append(
        topic,
        keys.map(key => record(key, key)),
      )
      for (let partition = 0; partition < harness.partitions; partition += 1) {
        const got = (await log.read(topic, partition, 0n, 100)).map(({ key }) => key)
        expect(got).toEqual(keys.filter(key => partitionOfKey(key, harness.partitions) === partition))
      }
    })

    test('takes a value of 1 MiB, and several in one call; refuses more for good', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('big')
      const value = Buffer.alloc(1_048_576, 'goal')
      const big = { key: 'k', value, headers: { h: 'x' } }
      await log.append(topic, [big, big, big, big])
      const partition = partitionOfKey('k', harness.partitions)
      for (let from = 0n, count = 0; count < 4; count += 1) {
        const [got] = await log.read(topic, partition, from, 1)
        expect(Buffer.compare(got?.value ?? Buffer.of(), value)).toBe(0)
        from = (got?.offset ?? 0n) + 1n
      }
      const tooBig = { ...big, value: Buffer.alloc(1_048_577) }
      await expect(log.append(topic, [tooBig])).rejects.toThrow(RangeError)
    })

    test('says LogUnavailable in bounded time when the log is away', async () => {
      const { harness, fresh } = tested()
      const away = await harness.openUnreachable()
      const started = performance.now()
      const topic = fresh('away')
      await expect(away.append(topic, series('k', 1))).rejects.toThrow(LogUnavailable)
      await expect(away.lag('group', [topic])).rejects.toThrow(LogUnavailable)
      await expect(away.lag('group', [])).rejects.toThrow(LogUnavailable)
      await expect(away.read(topic, 0, 0n, 1)).rejects.toThrow(LogUnavailable)
      expect(performance.now() - started).toBeLessThan(25_000)
      await away.close()
    })
  })
}
