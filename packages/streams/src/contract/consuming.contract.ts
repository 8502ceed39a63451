import { describe, expect, test } from 'vitest'
import type { RecordBatch } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { EventLogUnderTest } from './event-log.contract.ts'
import { collector, endOf, record, series, textOf, until, valuesOf } from './event-log-harness.ts'

export function describeConsuming(tested: () => EventLogUnderTest): void {
  describe('consuming', () => {
    test('delivers what stood before and what comes later, each key in order', async () => {
      const { log, fresh } = tested()
      const topic = fresh('order')
      const keys = ['a', 'b', 'c', 'd', 'e']
      const { handler, seen } = collector()
      await log.append(
        topic,
        keys.flatMap(key => series(key, 20)),
      )
      const consumption = await log.consume({
        group: fresh('g'),
        topics: [topic],
        handler,
        maxBatchRecords: 7,
      })
      for (let from = 20; from < 40; from += 1)
        await log.append(
          topic,
          keys.flatMap(key => series(key, 1, from)),
        )
      await until(() => expect(seen).toHaveLength(200))
      for (const key of keys) {
        expect(seen.filter(got => got.key === key).map(textOf)).toEqual(valuesOf(series(key, 40)))
      }
      await consumption.stop()
    })

    test('hands over batches within the limit, with rising offsets, of several topics', async () => {
      const { log, fresh } = tested()
      const topics = [fresh('one'), fresh('two')]
      const batches: RecordBatch[] = []
      for (const topic of topics) await log.append(topic, series('k', 50))
      const handler = async (batch: RecordBatch) => {
        batches.push(batch)
        return endOf(batch)
      }
      const consumption = await log.consume({ group: fresh('g'), topics, handler, maxBatchRecords: 8 })
      await until(() => expect(batches.flatMap(({ records }) => records)).toHaveLength(100))
      for (const { records, topic, partition } of batches) {
        expect(records.length).toBeLessThanOrEqual(8)
        expect(records.every(got => got.topic === topic && got.partition === partition)).toBe(true)
        const offsets = records.map(({ offset }) => offset)
        expect(offsets).toEqual([...offsets].sort((a, b) => (a < b ? -1 : 1)))
      }
      await consumption.stop()
    })

    test('handles one partition serially, and partitions at once up to the limit', async () => {
      const { log, fresh, harness } = tested()
      const topic = fresh('parallel')
      const keys = keysOfEachPartition(harness.partitions)
      await log.append(
        topic,
        keys.flatMap(key => series(key, 6)),
      )
      const active = new Set<number>()
      let most = 0
      let doubled = false
      let handled = 0
      const handler = async (batch: RecordBatch) => {
        doubled ||= active.has(batch.partition)
        active.add(batch.partition)
        most = Math.max(most, active.size)
        await until(() => expect(most).toBe(2))
        active.delete(batch.partition)
        handled += batch.records.length
        return endOf(batch)
      }
      const options = { group: fresh('g'), topics: [topic], handler, maxBatchRecords: 2, concurrency: 2 }
      const consumption = await log.consume(options)
      await until(() => expect(handled).toBe(keys.length * 6))
      expect(doubled).toBe(false)
      expect(most).toBe(2)
      await consumption.stop()
    })

    test('delivers nothing while paused, and everything after', async () => {
      const { log, fresh } = tested()
      const topic = fresh('pause')
      const { handler, values } = collector()
      const consumption = await log.consume({ group: fresh('g'), topics: [topic], handler })
      await log.append(topic, series('k', 3))
      await until(() => expect(values()).toHaveLength(3))
      consumption.pause()
      await log.append(topic, series('k', 3, 3))
      const witness = collector()
      const other = await log.consume({ group: fresh('w'), topics: [topic], handler: witness.handler })
      await until(() => expect(witness.seen).toHaveLength(6))
      expect(values()).toHaveLength(3)
      expect(consumption.assigned().length).toBeGreaterThan(0)
      consumption.resume()
      await until(() => expect(values()).toEqual(valuesOf(series('k', 6))))
      await Promise.all([consumption.stop(), other.stop()])
    })

    test('retries from where a handler stopped short, and loses no neighbour', async () => {
      const { log, fresh } = tested()
      const topic = fresh('poison')
      const group = fresh('g')
      const done: string[] = []
      let attempts = 0
      const handler = async ({ records }: RecordBatch) => {
        for (const got of records) {
          if (textOf(got) === 'poison' && attempts < 3) {
            attempts += 1
            return got.offset
          }
          done.push(textOf(got))
        }
        return endOf({ records } as RecordBatch)
      }
      const sent = [...series('k', 4), record('k', 'poison'), ...series('k', 4, 4)]
      await log.append(topic, sent)
      const consumption = await log.consume({ group, topics: [topic], handler, retryDelayMs: 20 })
      await until(() => expect(done).toEqual(valuesOf(sent)))
      expect(attempts).toBe(3)
      await consumption.stop()
    })

    test('brings a whole batch again after a throw, and goes on', async () => {
      const { log, fresh } = tested()
      const topic = fresh('throw')
      const { handler, values } = collector()
      const errors: unknown[] = []
      let failures = 0
      const failing = async (batch: RecordBatch) => {
        failures += 1
        if (failures <= 3) throw new Error('the handler is broken')
        return handler(batch)
      }
      await log.append(topic, series('k', 5))
      const onError = (error: unknown) => errors.push(error)
      const options = { group: fresh('g'), topics: [topic], handler: failing, retryDelayMs: 20, onError }
      const consumption = await log.consume(options)
      await until(() => expect(values()).toEqual(valuesOf(series('k', 5))))
      expect(errors.filter(error => String(error).includes('the handler is broken'))).toHaveLength(3)
      await log.append(topic, series('k', 1, 5))
      await until(() => expect(values()).toHaveLength(6))
      await consumption.stop()
    })
  })
}

function keysOfEachPartition(partitions: number): string[] {
  const keys = new Map<number, string>()
  for (let place = 0; keys.size < partitions; place += 1)
    keys.set(partitionOfKey(`k${place}`, partitions), `k${place}`)
  return [...keys.values()]
}
