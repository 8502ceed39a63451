import { anonymous } from '@touchline/contracts'
import { createTestDatabase, type TestDatabase } from '@touchline/db/testing'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { ApiContext } from '../../../context.ts'
import { operatorRouter } from '../../../operator-router.ts'
import { atCommandLine } from '../../actor.ts'
import { kickOffMs } from './stored-events.ts'

const tables = `matches, match_events, event_documents, event_document_checkpoints, dead_letters, replays, replay_items,
  outbox, relay_watermarks, gateway_watermarks, feed_sessions, feed_omissions, stage_reports, corrections, reveals`

/** Where the events stand in the log. */
export const origin = { topic: 'broadcast-events', partition: 3, offset: 17n }

/** For a test file: a database of its own, empty at the beginning of each test, and callers a minute after kick-off. */
export function lifeHouse() {
  let test: TestDatabase
  const q = (text: string, values: unknown[] = []) => test.database.pool.query(text, values)
  beforeAll(async () => {
    test = await createTestDatabase()
  })
  afterAll(() => test.drop())
  beforeEach(() => q(`truncate ${tables}`))

  const context = (changes: Partial<ApiContext>): ApiContext => ({
    database: test.database,
    feeds: { join: () => Promise.reject(new Error('no feeds here')) },
    caller: { identity: anonymous, enter: () => () => {}, take: async () => {} },
    now: () => new Date(kickOffMs + 60_000),
    operator: { ...atCommandLine('ann'), role: 'viewer' },
    ...changes,
  })
  return {
    database: () => test.database,
    q,
    /** What a viewer can ask, unless `changes` make them somebody else. */
    as: (changes: Partial<ApiContext> = {}) => operatorRouter.createCaller(context(changes)).event,
  }
}
