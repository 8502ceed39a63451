import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { stepNames } from './steps.ts'
import { tallyOf } from './tally.ts'

const report = (change: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...change,
  })

test('passed and failed are counted', () => {
  expect(tallyOf(report({}), true)).toEqual({ passed: 3, failed: 0, skipped: 0 })
  const failed = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]
  expect(tallyOf(report({ success: false, numFailedTests: 1, testResults: failed }), false).failed).toBe(1)
})

test.each([
  [
    'a file that could not be loaded',
    report({ success: false, testResults: [{ status: 'failed', assertionResults: [] }] }),
    false,
  ],
  ['a skipped test', report({ numPendingTests: 1 }), true],
  ['an error outside of tests', report({}), false],
  ['no test at all', report({ numPassedTests: 0, testResults: [] }), true],
  ['no report', undefined, true],
  ['half a report', '{"succ', false],
])('%s is a failure', (_what, text, exitedWell) => {
  expect(tallyOf(text, exitedWell).failed).toBe(1)
})

test('all steps by default, some on request, unknown ones refused by name', () => {
  expect([...readOptions([]).only]).toEqual(stepNames)
  expect([...readOptions(['--only', 'unit,pg', '--only=kafka']).only]).toEqual(['unit', 'pg', 'kafka'])
  expect(() => readOptions(['--only', 'unti'])).toThrow('unti')
  expect(() => readOptions(['--fast'])).toThrow('--fast')
})
