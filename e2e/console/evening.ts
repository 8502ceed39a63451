import { readPipelineFacts, savePipelineMinute, saveReconciliationReport } from '@touchline/db'
import type { Page } from 'playwright-core'
import { until } from '../house/process.ts'
import type { ConsoleHouse } from './console-house.ts'
import { buryTheDay } from './evening-letters.ts'
import { callAs } from './operator-call.ts'
import { buryInnocents, kickOff, sendInPerCent, untilDead } from './poison.ts'

/** What pages can be opened at, after an evening. */
export interface Evening {
  /** Of the simulator, with all three sources. */
  readonly liveMatch: string
  /** Whose score an operator corrected. */
  readonly correctedMatch: string
  readonly letterId: string
  readonly fingerprint: string
  readonly replays: Readonly<Record<'finished' | 'stopped' | 'awaiting', string>>
  readonly reportId: string
}

export const derby = 'derby-12'

/** The house that an evening takes: its simulator plays a match at 30 times its speed, with all three sources. */
export const eveningHouse = {
  env: { TOUCHLINE_SIMULATE: '1', SIMULATOR_SEED: '11', SIMULATOR_SPEED: '30' },
} as const

/**
 * A lively evening: matches, poison of several causes, what people did about it, and the hours before. `admin` and
 * `helper` are pages on which two people are signed in; what they do stands in the audit with their names. `fan` follows
 * a match until its page is closed.
 */
export async function seedEvening(
  desk: ConsoleHouse,
  { admin, helper, fan }: Readonly<Record<'admin' | 'helper' | 'fan', Page>>,
): Promise<Evening> {
  await nameThem(desk)
  const live = await until(async () => {
    const found = await desk.database.prisma.match.findFirst({
      where: { matchId: { startsWith: 'match-' }, lastSeq: { gt: 20 } },
    })
    if (!found) throw new Error('the simulated match has not come far enough')
    return found
  }, 60_000)
  await fan.goto(`${desk.url}/matches/${live.matchId}`)
  await kickOff(desk.house, derby)
  await sendInPerCent(desk.house, derby, 11)
  await buryTheDay(desk.database)
  await buryInnocents(desk.database, derby, 30)
  await untilDead(desk.database, derby, 42)
  await saveHours(desk)
  const reportId = await saveReports(desk)
  const replays = await replayLetters(admin, helper)
  const goal = await desk.database.prisma.deadLetter.findFirstOrThrow({
    where: { sourceEventId: `${derby}-goal-in-per-cent` },
  })
  await careForGroups(desk, admin)
  await correctScore(admin)
  await letPeopleIn(admin)
  return {
    ...{ liveMatch: live.matchId, correctedMatch: derby, letterId: String(goal.id) },
    ...{ fingerprint: goal.fingerprint, replays, reportId },
  }
}

/** Those who are signed in have names that a picture can show. */
const nameThem = ({ database }: ConsoleHouse) =>
  database.pool.query(
    `update users set name = n.name, email = n.email from (values
       ('admin', 'Ines Duarte', 'ines@example.org'), ('support', 'Tomas Quill', 'tomas@example.org')) n(role, name, email)
     where users.role = n.role`,
  )

interface Made {
  readonly id: string
}
const ended = ['finished', 'stopped']

/** One that recovers all, one that stops itself at the canary, one that waits for a second person, and dry runs. */
async function replayLetters(admin: Page, helper: Page): Promise<Evening['replays']> {
  const create = (page: Page, input: object) => callAs<Made>(page, 'replay.create', input)
  const untilEnded = ({ id }: Made) =>
    until(async () => {
      const { state } = await callAs<{ state: string }>(admin, 'replay.show', { id })
      if (!ended.includes(state)) throw new Error(`replay ${id} is ${state}`)
    }, 60_000)
  const innocents = { matchId: derby, code: 'unavailable' }
  const poison = { matchId: derby, code: 'implausible-value', eventType: 'shot-taken' }
  const reason = 'The database answers again'
  await untilEnded(await create(admin, { mode: 'dry_run', query: innocents, reason }))
  const finished = await create(admin, { mode: 'live', query: innocents, reason, ratePerSecond: 200 })
  await untilEnded(finished)
  const hopeful = 'The partner says that the release is rolled back'
  const stopped = await create(helper, { mode: 'live', query: poison, reason: hopeful, canary: true })
  await untilEnded(stopped)
  const all = { matchId: 'cup-semi-2', code: 'unavailable' }
  const awaiting = await create(helper, {
    mode: 'live',
    query: all,
    reason: 'The whole outage, at 100 a second',
  })
  return { finished: finished.id, stopped: stopped.id, awaiting: awaiting.id }
}

/** Groups with owners, notes, and every state; one that was resolved has come back. */
async function careForGroups({ database }: ConsoleHouse, admin: Page): Promise<void> {
  const fingerprintOf = async (matchId: string, eventType: string) => {
    const letter = await database.prisma.deadLetter.findFirstOrThrow({ where: { matchId, eventType } })
    return letter.fingerprint
  }
  const update = async (matchId: string, eventType: string, change: object) => {
    const fingerprint = await fingerprintOf(matchId, eventType)
    await callAs(admin, 'deadLetterGroup.update', { fingerprint, version: 0, ...change })
    return fingerprint
  }
  await update('cup-semi-1', 'ball-tracked', {
    ...{ owner: 'mara@example.org', state: 'unresolved', reason: 'The stadium’s vendor is asked' },
  })
  await update('league-9', 'card-shown', { state: 'ignored', ignoreForHours: 48, reason: 'A late import' })
  const regressed = await update('league-9', 'substitution-made', {
    state: 'resolved',
    reason: 'The partner no longer sends null',
  })
  await database.pool.query(
    `update letter_groups set resolved_at = now() - interval '2 hours' where fingerprint = $1`,
    [regressed],
  )
  await update('league-9', 'crowd-noise-measured', { state: 'resolved', reason: 'The lock is held shorter' })
  const goals = await fingerprintOf(derby, 'goal-scored')
  const notes = [
    'The partner’s release of 19:40 sends places in per cent of the pitch; they are told.',
    'A goal among them: correct it by hand, 88 is 0.88.',
  ]
  for (const text of notes) await callAs(admin, 'deadLetterGroup.addNote', { fingerprint: goals, text })
}

async function correctScore(admin: Page): Promise<void> {
  const asked = { matchId: derby, home: 2, away: 0 }
  const { expectedSeq } = await callAs<{ expectedSeq: number }>(admin, 'correction.preview', asked)
  const reason = 'The goal of the 15th minute died with the partner’s release'
  await callAs(admin, 'correction.create', { ...asked, expectedSeq, reason, publicReason: 'Goal confirmed' })
}

async function letPeopleIn(admin: Page): Promise<void> {
  const people = [
    ['mara@example.org', 'Mara Lindqvist', 'operator'],
    ['chidi@example.org', 'Chidi Okafor', 'support'],
    ['elif@example.org', 'Elif Yilmaz', 'viewer'],
  ] as const
  for (const [email, name, role] of people) await callAs(admin, 'person.invite', { email, name, role })
  const keys = [
    { owner: 'Meridian News', name: 'Ticker on the front page', tier: 'pro' },
    { owner: 'Harbour City', name: 'The club’s app', tier: 'plus', expiresInDays: 90 },
    { owner: 'A student', name: 'Thesis on passing networks', scopes: ['matches:read'] },
  ]
  for (const key of keys) await callAs(admin, 'apiKey.create', key)
  await callAs(admin, 'revocation.revoke', {
    ...{ kind: 'session', subject: 'b7c1f0a2-5d1e', reason: 'A stolen phone, told by its owner' },
  })
  await callAs(admin, 'savedView.save', {
    ...{
      page: 'dead-letters',
      name: 'What the release broke',
      query: '?code=implausible-value',
      shared: true,
    },
  })
  const aggregation = { consumer: 'aggregation', topic: '' }
  await callAs(admin, 'consumer.pause', { ...aggregation, minutes: 5, reason: 'While the index is built' })
  await callAs(admin, 'consumer.resume', { ...aggregation, reason: 'The index is built' })
}

const minuteMs = 60_000

/** The last hours as the pipeline's pages look back on them: the rates of now, rising and falling. */
async function saveHours({ database }: ConsoleHouse): Promise<void> {
  const facts = await until(async () => {
    const found = await readPipelineFacts(database, new Date())
    const busy = found.stages.filter(({ rates }) => Object.values(rates).some(rate => rate > 0))
    if (
      !['ingest', 'processor', 'relay', 'gateway'].every(name => busy.some(({ stage }) => stage === name))
    ) {
      throw new Error(`only ${busy.map(({ stage }) => stage).join(', ')} have something to do`)
    }
    return found
  }, 30_000)
  const thisMinute = Math.floor(Date.now() / minuteMs) * minuteMs
  for (let ago = 90; ago > 0; ago -= 1) {
    const isHeavy = ago > 20 && ago < 26
    const share = 0.75 + 0.2 * Math.sin(ago / 6) + 0.15 * Math.sin(ago / 1.7) + (isHeavy ? 0.6 : 0)
    const lagSeconds = isHeavy ? 3.4 : 0.3 + 0.2 * Math.sin(ago / 2.3)
    const scaled = facts.stages.map(stage => ({
      ...stage,
      rates: scale(stage.rates, share),
      gauges: { ...scale(stage.gauges, isHeavy ? 3 : 1), ...(stage.stage === 'processor' && { lagSeconds }) },
    }))
    await savePipelineMinute(database, new Date(thisMinute - ago * minuteMs), { ...facts, stages: scaled })
  }
}

const scale = (values: Readonly<Record<string, number>>, by: number): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * by * 10) / 10]))

/** A night of reconciliation, in order but for one gap; and the accounts of each hour. The id of the one with the gap. */
async function saveReports({ database }: ConsoleHouse): Promise<string> {
  const now = Date.now()
  const none = { store: 0, outbox: 0, relay: 0, broadcast: 0, gateway: 0 }
  const at = (minutesAgo: number) => new Date(now - minutesAgo * minuteMs).toISOString()
  for (let hour = 23; hour > 0; hour -= 1) {
    const times = { at: at(hour * 60 - 20), fromAt: at(hour * 60 + 40), ok: true }
    await saveReconciliationReport(database, {
      ...{ ...times, kind: 'account', findings: [], totals: { topics: topicTotals(hour) } },
    })
  }
  for (let n = 12; n > 1; n -= 1) {
    await saveReconciliationReport(database, {
      ...{ kind: 'delivery', at: at(n), fromAt: at(n + 1), ok: true, findings: [] },
      totals: { matches: 4, repaired: n % 5 === 0 ? 1 : 0, byStage: none },
    })
  }
  const gap = { matchId: derby, epoch: 1, from: 2, to: 3, since: at(3), repair: 'none' } as const
  return saveReconciliationReport(database, {
    ...{ kind: 'delivery', at: at(1), fromAt: at(2), ok: false },
    findings: [
      { ...gap, stage: 'broadcast', instance: 'gateway-b' },
      { ...gap, stage: 'outbox', from: 1, to: 1 },
    ],
    totals: { matches: 4, repaired: 0, byStage: { ...none, broadcast: 1, outbox: 1 } },
  })
}

function topicTotals(hour: number) {
  const sizes = { 'broadcast-events': 4_000, 'sensor-events': 21_000, 'social-events': 2_600 }
  return Object.entries(sizes).map(([topic, size]) => {
    const lively = Math.max(0.1, Math.sin(((24 - hour) / 24) * Math.PI))
    const accepted = Math.round(size * lively)
    const parts = {
      duplicate: Math.round(accepted * 0.02),
      dead: Math.round(accepted * 0.004),
      superseded: Math.round(accepted * 0.001),
      shed: hour === 5 ? Math.round(accepted * 0.06) : 0,
    }
    const stored = accepted - parts.duplicate - parts.dead - parts.superseded - parts.shed
    const since = { accepted, stored, ...parts }
    const before = { accepted: 0, stored: 0, duplicate: 0, dead: 0, superseded: 0, shed: 0 }
    return {
      ...{ topic, ...before, parked: 0, deferred: 0, handled: 0, inFlight: 0, unseen: 0, since },
    }
  })
}
