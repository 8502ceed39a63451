import {
  atCommandLine,
  getOverloadPolicy,
  type OverloadPolicyView,
  setOverloadPolicy,
  setOverloadPolicyInput,
} from '@touchline/api'
import type { LaneAction, OverloadPolicy } from '@touchline/contracts'
import { CliFault, type Command, currentUser, noWords, orFault, parseInput, readArgs } from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { visible, visibleJson } from '../terminal/visible.ts'

const text = { type: 'string' } as const
const json = { type: 'boolean', default: false } as const
const setOptions = {
  'lag-threshold': text,
  'low-action': text,
  'low-older-than': text,
  'low-keep-one-in': text,
  'normal-action': text,
  'normal-older-than': text,
  'normal-keep-one-in': text,
  'max-events-per-second': text,
  'backfill-per-second': text,
  by: text,
  json,
} as const
type SetValues = { [K in keyof typeof setOptions]?: string | boolean | undefined }

const flags = {
  lagThresholdSeconds: 'lag-threshold',
  olderThanSeconds: 'older-than',
  keepOneIn: 'keep-one-in',
  maxEventsPerSecond: 'max-events-per-second',
  backfillPerSecond: 'backfill-per-second',
}

export const show: Command = {
  help: `usage: npm run overload -- show [--json]
What happens when events come faster than they can be stored.
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, { json })
    noWords(positionals)
    return async ({ database, terminal }) => {
      const view = orFault(await getOverloadPolicy(database))
      terminal.out(`${values.json ? visibleJson(view) : policyText(view)}\n`)
      return 0
    }
  },
}

export const set: Command = {
  help: `usage: npm run overload -- set [options]
Changes what is given and keeps the rest; processors follow within about a second.

  --lag-threshold SECONDS         below this lag nothing is held back
  --low-action ACTION             shed, sample or defer
  --low-older-than SECONDS        for records that have waited longer than this
  --low-keep-one-in N             of a sample, 2 to 1000
  --normal-action ACTION --normal-older-than SECONDS --normal-keep-one-in N
  --max-events-per-second N|none  the most that one processor stores, beside the critical lane
  --backfill-per-second N         deferred records that one processor stores once the peak is over
  --by NAME                       who asks                      (the user of this machine)
  --json                          the policy as JSON

The critical lane is not in it: it is never held back.
`,
  prepare(args) {
    const { values, positionals } = readArgs(args, setOptions)
    noWords(positionals)
    const { by, json: asJson, ...changes } = values
    if (Object.keys(changes).length === 0) throw new CliFault('say what to change; see set --help')
    return async ({ database, terminal }) => {
      const { policy } = orFault(await getOverloadPolicy(database))
      const input = parseInput(setOverloadPolicyInput, merged(policy, changes), flags)
      const view = orFault(await setOverloadPolicy(database, input, atCommandLine(by ?? currentUser())))
      terminal.out(`${asJson ? visibleJson(view) : policyText(view)}\n`)
      return 0
    }
  },
}

const numberOr = (typed: string | boolean | undefined, before: number): number =>
  typed === undefined ? before : Number(typed)

function merged(policy: OverloadPolicy, values: SetValues): unknown {
  const rate = values['max-events-per-second']
  return {
    lagThresholdSeconds: numberOr(values['lag-threshold'], policy.lagThresholdSeconds),
    low: mergedLane(policy.low, values, 'low'),
    normal: mergedLane(policy.normal, values, 'normal'),
    maxEventsPerSecond:
      rate === undefined ? policy.maxEventsPerSecond : rate === 'none' ? null : Number(rate),
    backfillPerSecond: numberOr(values['backfill-per-second'], policy.backfillPerSecond),
  }
}

const mergedLane = (lane: LaneAction, values: SetValues, name: 'low' | 'normal') => ({
  action: values[`${name}-action`] ?? lane.action,
  olderThanSeconds: numberOr(values[`${name}-older-than`], lane.olderThanSeconds),
  keepOneIn: numberOr(values[`${name}-keep-one-in`], lane.keepOneIn),
})

const sentences: Record<LaneAction['action'], (lane: LaneAction) => string> = {
  shed: () => 'dropped',
  sample: lane => `dropped but for one in ${lane.keepOneIn}`,
  defer: () => 'stored after the peak',
}

export function policyText({ policy, set: last }: OverloadPolicyView): string {
  const { low, normal, maxEventsPerSecond } = policy
  const lane = (name: string, action: LaneAction) =>
    `  ${name.padEnd(9)} older than ${action.olderThanSeconds} s: ${sentences[action.action](action)}`
  return [
    `when the lag is over ${policy.lagThresholdSeconds} s:`,
    lane('low', low),
    lane('normal', normal),
    '  critical  never held back',
    `one processor stores ${maxEventsPerSecond === null ? 'as many as it can' : `at most ${maxEventsPerSecond} a second`}`,
    `after the peak it stores ${policy.backfillPerSecond} deferred records a second`,
    last ? `set ${localTime(last.at)} by ${visible(last.by)}` : 'this is the default',
  ].join('\n')
}
