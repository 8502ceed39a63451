import { describe, expect, test } from 'vitest'
import type { EventLog, PartitionLag, RecordBatch } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { EventLogUnderTest } from './event-log.contract.ts'
import { collector, endOf, series, textOf, until, valuesOf } from './event-log-harness.ts'

export function describePlaces(tested: () => EventLogUnderTest): void {
  describe('places', () => {
    test('resumes at the committed place after a stop', async () => {
      const { log, fresh } = tested()
      const [topic, group] = [fresh('resume'), fresh('g')]
      const first = collector()
      await log.append(topic, series('k', 10))
      const one = await log.consume({ group, topics: [topic], handler: first.handler })
      await until(() => expect(first.seen).toHaveLength(10))
      await one.stop()
      await log.append(topic, series('k', 5, 10))
      const second = collector()
      const two = await log.consume({ group, topics: [topic], handler: second.handler })
      await until(() => expect(second.values()).toEqual(valuesOf(series('k', 5, 10))))
      await two.stop()
    })

    test('commits what a short return got past', async () => {
      const { log, fresh, harness } = tested()
      const [topic, group] = [fresh('short'), fresh('g')]
      const partition = partitionOfKey('k', harness.partitions)
      await log.append(topic, series('k', 10))
      const handler = async ({ records }: RecordBatch) => {
        const sixth = records.find(got => textOf(got) === 'k-6')
        return sixth?.offset ?? records[0]?.offset ?? 0n
      }
      const consumption = await log.consume({ group, topics: [topic], handler, retryDelayMs: 20 })
      await until(async () => expect((await lagOf(log, group, topic, partition)).lagRecords).toBe(4))
      await consumption.stop()
      const { handler: rest, values } = collector()
      const after = await log.consume({ group, topics: [topic], handler: rest })
      await until(() => expect(values()).toEqual(valuesOf(series('k', 4, 6))))
      await after.stop()
    })

    test('tells the lag in records and in seconds', async () => {
      const { log, fresh, harness } = tested()
      const [topic, group] = [fresh('lag'), fresh('g')]
      const partition = partitionOfKey('k', harness.partitions)
      const empty = await log.lag(group, [topic])
      expect(empty.map(lag => lag.partition).sort((a, b) => a - b)).toEqual(
        Array.from({ length: harness.partitions }, (_, place) => place),
      )
      expect(empty.every(lag => lag.lagRecords === 0 && lag.lagSeconds === 0)).toBe(true)
      await log.append(topic, series('k', 10))
      await until(async () => {
        const lag = await lagOf(log, group, topic, partition)
        expect(lag).toMatchObject({ topic, lagRecords: 10, committedOffset: lag.startOffset })
        expect(lag.lagSeconds).toBeGreaterThan(0.2)
        expect(lag.lagSeconds).toBeLessThan(60)
      })
      const { handler } = collector()
      const consumption = await log.consume({ group, topics: [topic], handler })
      await until(async () => {
        const lag = await lagOf(log, group, topic, partition)
        expect(lag).toMatchObject({ lagRecords: 0, lagSeconds: 0, committedOffset: lag.endOffset })
      })
      await consumption.stop()
    })

    test('finishes the batch in hand when stopped, and tells it by the signal', async () => {
      const { log, fresh, harness } = tested()
      const [topic, group] = [fresh('stop'), fresh('g')]
      await log.append(topic, series('k', 5))
      let entered = false
      const handler = async (batch: RecordBatch) => {
        entered = true
        await until(() => expect(batch.signal.aborted).toBe(true))
        return endOf(batch)
      }
      const consumption = await log.consume({ group, topics: [topic], handler })
      await until(() => expect(entered).toBe(true))
      await consumption.stop()
      expect((await lagOf(log, group, topic, partitionOfKey('k', harness.partitions))).lagRecords).toBe(0)
    })
  })
}

async function lagOf(log: EventLog, group: string, topic: string, partition: number): Promise<PartitionLag> {
  const lag = (await log.lag(group, [topic])).find(lag => lag.partition === partition)
  if (!lag) throw new Error(`no lag of partition ${partition}`)
  return lag
}
