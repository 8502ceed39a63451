import type { Role } from '@touchline/contracts'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { ownPassword } from '../../../packages/api/src/console/auth/testing/people.ts'
import { call, cookieOf, type Said, type Sending, send } from '../calls.ts'
import { type Census, takeCensus } from '../census.ts'
import { type ConsoleHouse, openConsoleHouse, type Person } from '../console-house.ts'
import { kickOff, sendInPerCent, untilDead } from '../poison.ts'
import { signInOverHttp } from '../sign-in.ts'

export const matchId = 'refused-1'

/** A house in which nothing may be changed, and who tries. */
export interface RefusalDesk extends ConsoleHouse {
  readonly cookies: Readonly<Record<Role | 'fan', string>>
  /** A dead letter of `matchId`, its group, and an event that is stored. */
  readonly letterId: string
  readonly fingerprint: string
  /** What logs, refusals and the audit may not hold, by what it is. */
  readonly hidden: Map<string, string>
  /** Every refusal that was answered here. */
  readonly refusals: readonly string[]
  call(path: string, input: unknown, sending?: Sending): Promise<Said>
  send(path: string, sending?: Sending): Promise<Said>
  census(): Promise<Census>
  /** Does it, and fails where anything but a visit was written by it. */
  changesNothing<T>(work: () => Promise<T>): Promise<T>
  page(role: Role): Promise<Page>
}

export async function openRefusalDesk(): Promise<RefusalDesk> {
  const desk = await openConsoleHouse()
  await kickOff(desk.house, matchId)
  await sendInPerCent(desk.house, matchId, 2)
  await untilDead(desk.database, matchId, 3)
  const hidden = new Map<string, string>([
    ...Object.entries(desk.secrets),
    ['a password', ownPassword],
    ["a fan's password", fanPassword],
    ['the address of the database', desk.house.databaseUrl],
    ['the password of the database', new URL(desk.house.databaseUrl).password],
    ["a partner's secret", desk.house.secret],
  ])
  const refusals: string[] = []
  const noted = async (saying: Promise<Said>) => {
    const said = await saying
    if (said.status >= 400) refusals.push(said.text)
    return said
  }
  const enter = async (person: Person) => {
    const cookies = cookieOf(await signInOverHttp(desk.url, person))
    hidden.set(`the cookie of ${person.email}`, (cookies.split('=')[1] ?? '').split(/[;.%]/)[0] ?? '')
    return cookies
  }
  const cookies = {
    viewer: await enter(await desk.person('viewer')),
    operator: await enter(await desk.person('operator')),
    support: await enter(await desk.person('support')),
    admin: await enter(await desk.person('admin')),
    fan: await fanCookie(desk.url),
  }
  const letter = await desk.database.prisma.deadLetter.findFirstOrThrow({
    where: { matchId, eventType: 'goal-scored' },
  })
  const contexts = new Map<Role, Promise<BrowserContext>>()
  const contextOf = (role: Role) => {
    const open = contexts.get(role) ?? desk.signedIn(role, { viewport: { width: 1280, height: 900 } })
    contexts.set(role, open)
    return open
  }
  const census = () => takeCensus(desk.database)
  return {
    ...desk,
    ...{ cookies, hidden, refusals, census },
    letterId: String(letter.id),
    fingerprint: letter.fingerprint,
    call: (path, input, sending) => noted(call(desk.url, path, input, sending)),
    send: (path, sending) => noted(send(`${desk.url}${path}`, sending)),
    changesNothing: async work => {
      const before = await census()
      const done = await work()
      expect(await census()).toEqual(before)
      return done
    },
    page: async role => {
      const context = await contextOf(role)
      context.setDefaultTimeout(15_000)
      return context.newPage()
    },
  }
}

const fanEmail = 'fan@example.org'
export const fanPassword = 'a fan has a password too'

async function fanCookie(origin: string): Promise<string> {
  const body = { email: fanEmail, password: fanPassword }
  await send(`${origin}/api/auth/sign-up/email`, { body })
  const said = await send(`${origin}/api/auth/sign-in/email`, { body })
  if (said.status !== 200) throw new Error(`no fan: ${said.text}`)
  return cookiesSetBy(said)
}

/** The cookies that an answer leaves a browser with. */
export function cookiesSetBy({ headers }: Said): string {
  const lines = headers['set-cookie'] ?? []
  return [lines]
    .flat()
    .map(line => line.split(';')[0] ?? '')
    .filter(pair => !pair.endsWith('='))
    .join('; ')
}
