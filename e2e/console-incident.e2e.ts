import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { totpOf } from '../packages/api/src/console/auth/testing/totp.ts'
import { type ConsoleHouse, openConsoleHouse, type Person } from './console/console-house.ts'
import { pictureIfFailed } from './console/picture.ts'
import { append, buryInnocents, kickOff, play, sendInPerCent, untilDead } from './console/poison.ts'
import { arrivesAt } from './console/sign-in.ts'
import { runCommand } from './house/commands.ts'

const matchId = 'final-1'
let desk: ConsoleHouse
let context: BrowserContext
let page: Page
let fan: Page
let person: Person
let secret: string

beforeAll(async () => {
  desk = await openConsoleHouse()
  await kickOff(desk.house, matchId)
  await sendInPerCent(desk.house, matchId, 11)
  await buryInnocents(desk.database, matchId, 30)
  await untilDead(desk.database, matchId, 42)
  person = await desk.person('support')
  context = await desk.browser.newContext({ viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(20_000)
  page = await context.newPage()
  fan = await (await desk.browser.newContext()).newPage()
  await fan.goto(`${desk.url}/matches/${matchId}`)
})
afterAll(() => desk?.stop())
afterEach(({ task }) => pictureIfFailed(page, task))

/** Where something happened is not public before it is stored; what is written takes the place of the marker. */
const hiddenX = /"x":\s*"•••• hidden"/
const hiddenY = /"y":\s*"•••• hidden"/
const row = (name: string | RegExp) => page.getByRole('row').filter({ hasText: name })
const button = (name: string | RegExp, within: Pick<Page, 'getByRole'> = page) =>
  within.getByRole('button', { name })
const dialog = () => page.getByRole('dialog')
const waitFor = (text: string | RegExp, timeout = 20_000) => page.getByText(text).first().waitFor({ timeout })
const scoreOnFansPage = async () =>
  `${await fan.getByTestId('score-home').textContent()}–${await fan.getByTestId('score-away').textContent()}`

describe('an incident, with the mouse', () => {
  it('begins at the door: a password, then a second factor that has to be enrolled', async () => {
    await page.goto(`${desk.url}/console/dead-letters`)
    await arrivesAt(page, /sign in/i)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await button('Sign in').click()
    await page.getByLabel('Your password').fill(person.password)
    await button('Begin').click()
    secret = String(await page.getByTestId('secret').textContent()).replaceAll(' ', '')
    await page.getByLabel('Code of six digits').fill(totpOf(secret))
    await page.getByText('I have put them where I will find them').click()
    await button(/done|go on|finish/i).click()
    await arrivesAt(page, 'Dead letters')
  })

  it('asks for the second factor when one comes back, and refuses a wrong code', async () => {
    await button(`Account: ${person.email}`).click()
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
    await arrivesAt(page, /sign in/i)
    await page.goto(`${desk.url}/sign-in?next=%2Fconsole%2Fdead-letters`)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await button('Sign in').click()
    await page.getByLabel('Code of six digits').fill('000000')
    await waitFor('The code is wrong')
    await page.getByLabel('Code of six digits').fill(totpOf(secret, 1))
    await arrivesAt(page, 'Dead letters')
  })

  it('shows the group that the release broke, and what its letters have in common', async () => {
    await row(/goal-scored/)
      .first()
      .click()
    await waitFor('Implausible value')
    await button('Letters of this group').click()
    await row(/implausible/i)
      .first()
      .click()
    await waitFor('Why it died')
  })

  it('shows the payload beside the last good event, and what differs', async () => {
    await page.getByRole('tab', { name: 'Payload' }).click()
    await waitFor(/last good/i)
    await waitFor('0.93')
    await waitFor('•••• hidden')
  })

  it('takes a correction, tries it, replays it, and the fan has the goal', async () => {
    expect(await scoreOnFansPage()).toBe('1–0')
    await page.getByRole('tab', { name: 'Edit' }).click()
    const editor = page.getByRole('textbox', { name: /Corrected payload/ })
    const text = await editor.inputValue()
    await editor.fill(text.replace(hiddenX, '"x": 8.8'))
    await waitFor(/start\.x/)
    await editor.fill(text.replace(hiddenX, '"x": 0.88'))
    await button('Replay the correction…').first().click()
    await dialog().getByLabel('Reason').fill('The partner sent per cent; 88 is 0.88')
    await button(/^Dry run/, dialog()).click()
    await dialog()
      .getByText(/would recover/i)
      .first()
      .waitFor()
    await button(/^Replay/, dialog())
      .last()
      .click()
    await page.waitForURL(/\/console\/replays\/\d+/)
    await waitFor('Finished')
    await waitFor(/recovered/i)
    await expect.poll(scoreOnFansPage, { timeout: 15_000 }).toBe('2–0')
  })

  it('replays a group of innocents by a canary, each of them once', async () => {
    await page.goto(`${desk.url}/console/dead-letters`)
    await row(/pass-made/)
      .first()
      .click()
    await button('Replay the group…').click()
    await dialog().getByLabel('Reason').fill('The database is back')
    expect(await dialog().getByRole('checkbox', { name: 'Begin with a canary' }).isChecked()).toBe(true)
    await button(/^Dry run/, dialog()).click()
    await dialog()
      .getByText(/would recover/i)
      .first()
      .waitFor()
    await button(/^Replay/, dialog())
      .last()
      .click()
    await page.waitForURL(/\/console\/replays\/\d+/)
    await waitFor('Finished', 60_000)
    const recovered = await desk.database.prisma.deadLetter.count({ where: { matchId, state: 'recovered' } })
    expect(recovered).toBe(31)
  })

  it('stores the corrected replay of an old goal, which changes the corrected score no more', async () => {
    await append(desk.house, matchId, [
      {
        ...{
          type: 'goal-scored',
          sourceEventId: 'old-goal',
          payload: { team: 'away', start: { x: 12, y: 30 } },
        },
        clock: { period: 1, seconds: 1_500 },
      },
    ])
    await untilDead(desk.database, matchId, 12)
    await play(desk.house, matchId, [
      { type: 'score-corrected', payload: { home: 2, away: 1 }, clock: { period: 1, seconds: 1_800 } },
    ])
    await expect.poll(scoreOnFansPage, { timeout: 15_000 }).toBe('2–1')
    const letter = await desk.database.prisma.deadLetter.findFirstOrThrow({
      where: { sourceEventId: 'old-goal' },
    })
    await page.goto(`${desk.url}/console/dead-letters?view=letters&letter=${letter.id}&tab=edit`)
    const editor = page.getByRole('textbox', { name: /Corrected payload/ })
    const text = await editor.inputValue()
    await editor.fill(text.replace(hiddenX, '"x": 0.12').replace(hiddenY, '"y": 0.3'))
    await button('Replay the correction…').first().click()
    await dialog().getByLabel('Reason').fill('Late, and the score was corrected since')
    await button(/^Replay/, dialog())
      .last()
      .click()
    await page.waitForURL(/\/console\/replays\/\d+/)
    await waitFor('Finished')
    await waitFor(/recovered/i)
    expect(await scoreOnFansPage()).toBe('2–1')
  })

  it('stands in the audit, which verifies, until a row is tampered with', async () => {
    await page.goto(`${desk.url}/console/audit`)
    await row('replay.create').first().waitFor()
    await waitFor('The partner sent per cent; 88 is 0.88')
    await waitFor(/session\.sign-in/)
    await button(/verify/i)
      .first()
      .click()
    await waitFor(/whole|fits|verified|unbroken/i)
    const verify = (...args: string[]) =>
      runCommand(desk.house, 'packages/stage/src/cli/audit-verify.ts', args)
    expect(await verify()).toMatchObject({ code: 0 })
    await desk.database.pool.query(`
      alter table audit_entries disable trigger audit_entries_append_only;
      update audit_entries set reason = 'nothing happened' where action = 'replay.create' and reason like 'The partner%';
      alter table audit_entries enable trigger audit_entries_append_only`)
    expect(await verify()).toMatchObject({ code: 1 })
    await page.reload()
    await button(/verify/i)
      .first()
      .click()
    await waitFor(/does not|broken|tampered/i)
  })
})
