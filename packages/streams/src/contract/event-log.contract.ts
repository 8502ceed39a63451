import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import type { EventLog } from '../event-log.ts'
import { describeAppending } from './appending.contract.ts'
import { describeBeginnings } from './beginnings.contract.ts'
import { describeConsuming } from './consuming.contract.ts'
import type { EventLogHarness } from './event-log-harness.ts'
import { describeMembership } from './membership.contract.ts'
import { describePlaces } from './places.contract.ts'

export type { EventLogHarness } from './event-log-harness.ts'

/** What the parts of the suite share: filled before the first test. */
export interface EventLogUnderTest {
  readonly log: EventLog
  readonly harness: EventLogHarness
  fresh(what: string): string
}

/** Every adapter of the event log passes all of this. */
export function describeEventLog(name: string, makeHarness: () => Promise<EventLogHarness>): void {
  describe(`${name} event log`, () => {
    let harness: EventLogHarness | undefined
    let log: EventLog | undefined
    beforeAll(async () => {
      harness = await makeHarness()
      log = await harness.open()
    })
    afterAll(async () => {
      await log?.close()
      await harness?.stop()
    })
    const tested = (): EventLogUnderTest => {
      if (!harness || !log) throw new Error('the harness is not ready')
      return { harness, log, fresh: what => `${what}-${randomUUID().slice(0, 8)}` }
    }
    describeAppending(tested)
    describeConsuming(tested)
    describePlaces(tested)
    describeMembership(tested)
    describeBeginnings(tested)
  })
}
