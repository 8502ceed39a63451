import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '@touchline/db'
import { createMemoryBroadcast, createMemoryEventLog, type MemoryEventLog } from '@touchline/streams/memory'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { type RunningProcessor, startProcessor } from '../../index.ts'
import { storedEvent } from '../../testing/records.ts'

export interface Rig {
  readonly log: MemoryEventLog
  start(): Promise<RunningProcessor>
  /** Events of a match on a source's topic, `from` to `from + count - 1`. */
  append(topic: string, ids: readonly string[]): Promise<void>
  stop(): Promise<void>
}

/** Whole processors on one log, to be stopped and started. */
export function createRig(database: Database, partitions = 2): Rig {
  const log = createMemoryEventLog({ partitions })
  const folder = mkdtempSync(join(tmpdir(), 'touchline-control-'))
  const running = new Set<RunningProcessor>()
  return {
    log,
    start: async () => {
      const processor = await startProcessor({
        ...{ log, database, broadcast: createMemoryBroadcast() },
        logger: createLogger({ service: 'test', level: 'silent' }),
        metrics: createMetrics('test'),
        host: '127.0.0.1',
        port: 0,
        instance: 'test',
        spool: { folder: join(folder, String(Math.random())), maxBytes: 1_048_576 },
        maxBatchRecords: 50,
      })
      running.add(processor)
      const stop = async () => {
        running.delete(processor)
        await processor.stop()
      }
      return { ...processor, stop }
    },
    append: async (topic, ids) => {
      const source = topic.replace('-events', '')
      const type = source === 'sensor' ? 'crowd-noise-measured' : 'pass-made'
      const payload = source === 'sensor' ? { decibels: 80 } : { team: 'home' }
      const at = new Date().toISOString()
      const events = ids.map((id, index) =>
        storedEvent(id, {
          ...{ source, type, payload, matchId: `m${index % 3}` },
          ...{ occurredAt: at, ingestedAt: at },
        }),
      )
      await log.append(
        topic,
        events.map(event => ({
          key: String(event.matchId),
          value: Buffer.from(JSON.stringify(event)),
          headers: {},
        })),
      )
    },
    stop: async () => {
      await Promise.all([...running].map(processor => processor.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)
