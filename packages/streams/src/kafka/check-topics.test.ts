import { expect, it } from 'vitest'
import { findingsOf } from './check-topics.ts'
import { requiredLimits } from './topic-limits.ts'

const good = {
  ...requiredLimits,
  'min.insync.replicas': '2',
  'cleanup.policy': 'delete',
  'retention.ms': '604800000',
}
const state = (settings: object = {}, replicas = 3, brokers = 3) => ({
  topic: 't',
  replicas,
  brokers,
  settings: new Map(Object.entries({ ...good, ...settings })),
})

it('finds nothing wrong with three replicas of which two are needed, nor with one broker', () => {
  expect(findingsOf(state())).toEqual([])
  expect(findingsOf(state({ 'min.insync.replicas': '1' }, 1, 1))).toEqual([])
  expect(findingsOf(state({ 'min.insync.replicas': '1' }, 2, 2))).toEqual([])
  expect(findingsOf(state({ 'retention.ms': '-1' }))).toEqual([])
})

it('goes on without settings that it may not see', () => {
  expect(findingsOf({ ...state(), settings: new Map() })).toEqual([])
  expect(findingsOf({ ...state({}, 1), settings: new Map() })).toMatchObject([{ code: 'one-replica' }])
})

it.each([
  [state({}, 1), 'one-replica', 'one replica on a cluster of 3 brokers'],
  [state({ 'min.insync.replicas': '3' }), 'no-spare-replica', 'set min.insync.replicas=2'],
  [state({ 'min.insync.replicas': '2' }, 2), 'no-spare-replica', 'set min.insync.replicas=1'],
  [state({ 'min.insync.replicas': '1' }), 'unsafe-acks', 'set min.insync.replicas=2'],
  [state({ 'cleanup.policy': 'compact,delete' }), 'compacted', 'set cleanup.policy=delete'],
  [state({ 'retention.ms': '3600000' }), 'short-retention', 'keeps records for 1.0 h'],
  [state({ 'max.message.bytes': '1048588' }), 'limits', 'refuses events of 1 MiB'],
  [state({ 'max.message.bytes': '9999999' }), 'limits', 'takes batches that could stop its readers'],
  [state({ 'compression.type': 'producer' }), 'limits', 'compression.type=uncompressed'],
])('%#: finds %o', (wrong, code, words) => {
  const found = findingsOf(wrong)
  expect(found).toMatchObject([{ topic: 't', code }])
  expect(found[0]?.message).toContain(words)
})
