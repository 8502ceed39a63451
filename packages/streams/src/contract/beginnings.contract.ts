import { describe, expect, test } from 'vitest'
import type { RecordBatch, StartPlace, TopicPartition } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import type { EventLogUnderTest } from './event-log.contract.ts'
import { collector, endOf, series, textOf, until, valuesOf } from './event-log-harness.ts'

export function describeBeginnings(tested: () => EventLogUnderTest): void {
  describe('beginnings', () => {
    /** A topic with ten records of one key, all of which a group has committed. */
    async function committed() {
      const { log, fresh, harness } = tested()
      const [topic, group] = [fresh('begin'), fresh('g')]
      const partition = partitionOfKey('k', harness.partitions)
      await log.append(topic, series('k', 10))
      const { handler, values } = collector()
      const first = await log.consume({ group, topics: [topic], handler })
      await until(() => expect(values()).toHaveLength(10))
      await first.stop()
      const at = (offset: bigint) => async (places: readonly TopicPartition[]) =>
        places.flatMap((place): StartPlace[] => (place.partition === partition ? [{ ...place, offset }] : []))
      const lag = async (of: string) => (await log.lag(of, [topic])).find(one => one.partition === partition)
      return { log, topic, group, at, lag }
    }

    test('are what the consumer says, before what is committed', async () => {
      const { log, topic, group, at } = await committed()
      const { handler, values } = collector()
      const again = await log.consume({ group, topics: [topic], handler, startAt: at(6n) })
      await until(() => expect(values()).toEqual(valuesOf(series('k', 4, 6))))
      await log.append(topic, series('k', 2, 10))
      await until(() => expect(values()).toEqual(valuesOf(series('k', 6, 6))))
      await again.stop()
    })

    test('are what the consumer says, beyond what is committed, and at the end at most', async () => {
      const { log, topic, at, lag } = await committed()
      const { fresh } = tested()
      const { handler, values } = collector()
      const group = fresh('ahead')
      const ahead = await log.consume({ group, topics: [topic], handler, startAt: at(8n) })
      await until(() => expect(values()).toEqual(valuesOf(series('k', 2, 8))))
      await ahead.stop()
      const atEnd = fresh('end')
      const end = await log.consume({ group: atEnd, topics: [topic], handler, startAt: at(99n) })
      await until(async () => expect(await lag(atEnd)).toMatchObject({ committedOffset: 10n }))
      await log.append(topic, series('k', 1, 10))
      await until(() => expect(values()).toEqual(valuesOf(series('k', 3, 8))))
      await end.stop()
    })

    test('are committed though no record follows', async () => {
      const { log, topic, at, lag } = await committed()
      const group = tested().fresh('quiet')
      const { handler, seen } = collector()
      const quiet = await log.consume({ group, topics: [topic], handler, startAt: at(10n) })
      await until(async () => expect(await lag(group)).toMatchObject({ lagRecords: 0, committedOffset: 10n }))
      expect(seen).toEqual([])
      await quiet.stop()
    })

    test('are asked for again while nobody can say, and nothing is handled meanwhile', async () => {
      const { log, topic, group, at } = await committed()
      const { handler, seen, values } = collector()
      const errors: unknown[] = []
      let asked = 0
      const startAt = async (places: readonly TopicPartition[]) => {
        asked += 1
        if (asked < 3) throw new Error('the database is away')
        expect(seen).toEqual([])
        return at(7n)(places)
      }
      const onError = (error: unknown) => errors.push(error)
      const options = { group, topics: [topic], handler, startAt, onError, retryDelayMs: 20 }
      const waiting = await log.consume(options)
      await until(() => expect(values()).toEqual(valuesOf(series('k', 3, 7))))
      expect(errors.filter(error => String(error).includes('the database is away'))).toHaveLength(2)
      await waiting.stop()
    })

    test('may be gone back to by a handler', async () => {
      const { log, topic } = await committed()
      const seen: string[] = []
      let isSetBack = false
      const handler = async (batch: RecordBatch) => {
        seen.push(...batch.records.map(textOf))
        if (isSetBack || !seen.includes('k-9')) return endOf(batch)
        isSetBack = true
        return 4n
      }
      const group = tested().fresh('back')
      const options = { group, topics: [topic], handler, maxBatchRecords: 5, retryDelayMs: 20 }
      const consumption = await log.consume(options)
      await until(() => expect(seen).toEqual(valuesOf([...series('k', 10), ...series('k', 6, 4)])))
      await consumption.stop()
    })
  })
}
