import type { Kafka, ProducerConfig, RecordMetadata, TopicMessages } from 'kafkajs'
import { expect, it } from 'vitest'
import { LogUnavailable } from '../event-log.ts'
import { partitionOfKey } from '../partition-of-key.ts'
import { createBatchProducer } from './batch-producer.ts'

const partitionMetadata = Array.from({ length: 4 }, (_, partitionId) => ({ partitionId }))
const keyOf = (wanted: number) =>
  Array.from({ length: 100 }, (_, n) => `k${n}`).find(key => partitionOfKey(key, 4) === wanted) ?? ''
const recordOf = (partition: number) => ({
  topic: 't',
  record: { key: keyOf(partition), value: Buffer.from('x'), headers: {} },
})

type Partition = (message: { key: string }) => number
/** Answers as it is told to; what real brokers would have to be broken for at just the right moment. */
function kafkaThat(answer: (batch: TopicMessages[], partitionOf: Partition) => Promise<number[]>) {
  let producers = 0
  const producer = (config: ProducerConfig) => {
    producers += 1
    const partitioner = config.createPartitioner?.() as (args: object) => number
    const partitionOf: Partition = message => partitioner({ topic: 't', message, partitionMetadata })
    return {
      connect: async () => {},
      disconnect: async () => {},
      sendBatch: async ({ topicMessages }: { topicMessages: TopicMessages[] }) => {
        const partitions = await answer(topicMessages, partitionOf)
        return partitions.map(partition => ({ topicName: 't', partition }) as RecordMetadata)
      },
    }
  }
  return { kafka: { producer } as unknown as Kafka, producers: () => producers }
}

const messagesOf = (batch: TopicMessages[]) => batch.flatMap(({ messages }) => messages as { key: string }[])

it('takes for appended only what the brokers answered for, and sends by another producer after that', async () => {
  let left = 1
  const { kafka, producers } = kafkaThat(async (batch, partitionOf) => {
    const partitions = messagesOf(batch).map(partitionOf)
    return left-- > 0 ? partitions.slice(0, 1) : partitions
  })
  let failures = 0
  const producer = createBatchProducer(kafka, 1_000, () => {
    failures += 1
  })
  const failed = producer.add([recordOf(0), recordOf(2)])
  await expect(failed).rejects.toThrow(LogUnavailable)
  await expect(failed).rejects.toThrow('no broker answered for t/2')
  await producer.add([recordOf(0), recordOf(2)])
  expect([failures, producers()]).toEqual([1, 2])
})

it('lets a send that was given up try no more', async () => {
  const late = Promise.withResolvers<unknown>()
  let isFirst = true
  const { kafka } = kafkaThat(async (batch, partitionOf) => {
    const partitions = messagesOf(batch).map(partitionOf)
    if (!isFirst) return partitions
    isFirst = false
    await new Promise(resolve => setTimeout(resolve, 200))
    const again = async () => messagesOf(batch).map(partitionOf)
    late.resolve(await again().catch((error: unknown) => error))
    return partitions
  })
  const producer = createBatchProducer(kafka, 50, () => {})
  await expect(producer.add([recordOf(1)])).rejects.toThrow(LogUnavailable)
  await producer.add([recordOf(1)])
  expect(await late.promise).toBeInstanceOf(TypeError)
})
