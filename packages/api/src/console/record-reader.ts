import type { EventLog } from '@touchline/streams'
import type { ReadRecord, RecordReader } from '../operations/event/read-record.ts'

const withinMs = 3_000

/** Reads single records of a log that is opened at first use, and again after it could not be. */
export function createRecordReader(open: () => Promise<Pick<EventLog, 'read' | 'close'>>): {
  readonly read: RecordReader
  close(): Promise<void>
} {
  let opening: ReturnType<typeof open> | undefined
  const opened = () => {
    opening ??= open().catch(error => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    read: ({ topic, partition, offset }) =>
      inTime(async () => {
        const [record] = await (await opened()).read(topic, partition, BigInt(offset), 1)
        return record?.offset === BigInt(offset) ? record : undefined
      }),
    close: async () => void (await opening?.then(log => log.close()).catch(() => {})),
  }
}

async function inTime(work: () => Promise<ReadRecord | undefined>): Promise<ReadRecord | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), withinMs)
  })
  return Promise.race([work(), late]).finally(() => clearTimeout(timer))
}
