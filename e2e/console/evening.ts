import type { Page } from 'playwright-core'
import type { TestHouse } from '../house/house.ts'
import { until } from '../house/process.ts'
import type { ConsoleHouse } from './console-house.ts'
import { saveHours, saveReports } from './evening-history.ts'
import { buryTheDay } from './evening-letters.ts'
import { callAs } from './operator-call.ts'
import { buryInnocents, kickOff, play, sendInPerCent, untilDead } from './poison.ts'

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
  await playElsewhere(desk.house)
  await kickOff(desk.house, derby)
  await sendInPerCent(desk.house, derby, 11)
  await buryTheDay(desk.database)
  await buryInnocents(desk.database, derby, 30)
  await untilDead(desk.database, derby, 42)
  await saveHours(desk)
  const reportId = await saveReports(desk, derby)
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

const elsewhere = [
  {
    matchId: 'cup-semi-1',
    home: 'Saltmarsh United',
    away: 'Thistledown',
    types: ['goal-scored', 'goal-scored'],
  },
  {
    matchId: 'cup-semi-2',
    home: 'Port Elowen',
    away: 'Ravensholt Athletic',
    types: ['goal-scored', 'match-ended'],
  },
  { matchId: 'league-9', home: 'Harbour City', away: 'Amberford', types: ['card-shown'] },
] as const

/** Other matches of the night, one of them over, and one to come. */
async function playElsewhere(house: TestHouse): Promise<void> {
  const payloads = {
    'goal-scored': { team: 'away', player: 'Noor Haddad' },
    'card-shown': { team: 'home', player: 'Ines Moreau', card: 'yellow' },
    'match-ended': {},
  }
  for (const { matchId, home, away, types } of elsewhere) {
    const fixture = { home, away, competition: 'Meridian Cup' }
    const sent = types.map((type, n) => ({
      ...{ type, payload: payloads[type], fixture, clock: { period: n + 1, seconds: 1_500 } },
    }))
    await play(house, matchId, [{ type: 'period-started', payload: {}, fixture }, ...sent])
  }
  const toCome = {
    home: 'Kestrel Vale',
    away: 'Port Elowen',
    competition: 'Coastal League',
    venue: 'The Aviary',
  }
  await play(house, 'league-10', [{ type: 'match-scheduled', payload: toCome, fixture: toCome }])
}

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
  for (const pattern of ['cup-2026-*', 'derby-1'])
    await callAs(admin, 'partnerGrant.create', { partner: 'northern-broadcasting', pattern })
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
