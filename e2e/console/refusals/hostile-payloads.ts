import { buryLetters, deadLetter } from '@touchline/db/testing'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../house/process.ts'
import { kickOff, play, shot } from '../poison.ts'
import type { RefusalDesk } from './desk.ts'
import { deep, hostileRecords, html, maxEditBytes } from './hostile.ts'
import { sidewaysOf, type Watch, watch } from './watch.ts'

const tabs = ['Payload', 'Bytes', 'Edit', 'History', 'Headers', 'Overview']
const names = Object.keys(hostileRecords)
/** For a page to show what was asked of it, on a machine that has others to serve. */
const answersWithinMs = 5_000

/** What a record holds is shown, edited and replayed, and never run; the pages keep their shape. */
export function hostilePayloads(open: () => RefusalDesk): void {
  describe('a hostile record', () => {
    const ids = new Map<string, string>()
    let replayId: string
    const idOf = (name: string) => ids.get(name) ?? ''
    const asAdmin = (path: string, input: unknown) =>
      open().call(path, input, { cookie: open().cookies.admin })
    const atDesk = async (work: (page: Page, seen: Watch) => Promise<void>) => {
      const page = await open().page('admin')
      const seen = await watch(page)
      await work(page, seen)
      await isAsItWas(page, seen)
      await page.close()
    }

    beforeAll(async () => {
      const { database } = open()
      const letters = Object.entries(hostileRecords).map(([name, raw]) =>
        deadLetter({
          ...{ matchId: 'hostile', sourceEventId: `${name} ${html}`, eventType: 'shot-taken', raw },
          ...{ errorMessage: `${name}: ${html}`, evidence: html, build: html.slice(0, 60) },
          ...{ originPartition: 98, lastFailedAtMs: Date.now(), firstFailedAtMs: Date.now() },
          ...{ expiresAtMs: Date.now() + 86_400_000, headers: { traceparent: html, [html]: html } },
          correlationId: html.slice(0, 64),
        }),
      )
      const buried = await buryLetters(database.pool, letters)
      for (const [n, name] of names.entries()) ids.set(name, buried[n] ?? '')
      // Only what is revealed can do harm on a page: all else is hidden.
      for (const id of ids.values())
        await asAdmin('reveal.open', { kind: 'dead-letter', id, reason: 'hostile' })
      await kickOff(open().house, 'hostile')
      await play(open().house, 'hostile', [
        {
          ...{ type: 'shot-taken', sourceEventId: 'hostile-shot', clock: { period: 1, seconds: 200 } },
          payload: { ...shot(0.5), player: html.slice(0, 60) },
        },
      ])
    })

    it('is in the list, with all others', () =>
      atDesk(async page => {
        await page.goto(`${open().url}/console/dead-letters?view=letters&match=hostile`)
        await page.getByRole('row').nth(names.length).waitFor()
        await page.goto(`${open().url}/console/dead-letters?match=hostile`)
        await page.getByRole('row').nth(1).waitFor()
      }))

    it.each(names)('of %s opens in every tab', name =>
      atDesk(async (page, seen) => {
        await page.goto(`${open().url}/console/dead-letters?view=letters&match=hostile&letter=${idOf(name)}`)
        await page.getByRole('tab', { name: 'Overview' }).waitFor()
        for (const tab of tabs) {
          const began = performance.now()
          await page.getByRole('tab', { name: tab }).click()
          await page.getByRole('tab', { name: tab, selected: true }).waitFor()
          await page.getByRole('tabpanel').waitFor()
          expect([tab, performance.now() - began < answersWithinMs]).toEqual([tab, true])
          await isAsItWas(page, seen)
        }
      }),
    )

    it('answers soon, whatever it holds', async () => {
      for (const name of names)
        for (const path of ['deadLetter.show', 'deadLetter.compare']) {
          const said = await asAdmin(path, { id: idOf(name) })
          expect([name, path, said.status, said.tookMs < answersWithinMs]).toEqual([name, path, 200, true])
        }
    })

    it('is not taken as a correction where it is too large, too deep, or no JSON', async () => {
      const id = idOf('markup')
      const check = async (text: string) => (await asAdmin('deadLetter.checkEdit', { id, text })).text
      const edit = (payload: string) =>
        open().send('/api/operator/replay.create', {
          cookie: open().cookies.admin,
          body: `{"ids":["${id}"],"mode":"live","reason":"r","edits":[{"letterId":"${id}","payload":${payload}}]}`,
        })
      await open().changesNothing(async () => {
        const long = JSON.stringify({ player: 'x'.repeat(maxEditBytes) })
        expect(await check(long)).toContain('payload-too-large')
        expect(await check(deep(5_000))).toContain('nested deeper than')
        expect(await check('{"a":')).toContain('"ok":false')
        expect(await check('{"__proto__":{"pwned":1}}')).toContain('"ok":false')
        expect((await edit(long)).code).toBe('schema-mismatch')
        expect((await edit(JSON.stringify('x'.repeat(4 * maxEditBytes)))).code).toBe('payload-too-large')
        for (const payload of [deep(5_000), '{"__proto__":{"pwned":1}}', JSON.stringify(html), 'null']) {
          const said = await edit(payload)
          expect([said.status, said.code]).toEqual([422, 'schema-mismatch'])
        }
      })
      expect('pwned' in {}).toBe(false)
    })

    it('of more than 1 MiB is refused by the editor, with words', () =>
      atDesk(async page => {
        await page.goto(`${open().url}/console/dead-letters?view=letters&letter=${idOf('markup')}&tab=edit`)
        const editor = page.getByRole('textbox', { name: /Corrected payload/ })
        await editor.fill(JSON.stringify({ player: `${html}${'x'.repeat(maxEditBytes)}` }))
        await page.getByText(/1 MiB/).first().waitFor()
        const replay = page.getByRole('button', { name: /Replay the correction/ }).first()
        expect(await replay.getAttribute('aria-disabled')).toBe('true')
        await editor.fill('')
        await page.getByRole('button', { name: 'Reset' }).click()
      }))

    it('is replayed like any other, and its replay can be looked at', async () => {
      const reason = `${html} \u202egnihtemos`
      const made = await asAdmin('replay.create', {
        ids: [...ids.values()],
        mode: 'live',
        reason,
        canary: false,
      })
      expect(made.status).toBe(200)
      replayId = (JSON.parse(made.text) as { result: { data: { id: string } } }).result.data.id
      await until(async () => {
        const { state } = await open().database.prisma.replay.findUniqueOrThrow({
          where: { id: BigInt(replayId) },
        })
        if (state !== 'finished') throw new Error(`the replay is ${state}`)
      }, 30_000)
      await atDesk(async page => {
        await page.goto(`${open().url}/console/replays/${replayId}`)
        await page.getByText('Finished').first().waitFor()
        await page.goto(`${open().url}/console/audit?text=gnihtemos`)
        const row = page.getByRole('row').filter({ hasText: 'replay.create' }).first()
        await row.waitFor()
        await row.click()
        await page.getByRole('complementary').or(page.getByRole('dialog')).first().waitFor()
      })
    })

    it('has a life, as a dead one and as a stored one', () =>
      atDesk(async (page, seen) => {
        const { seq } = await open().database.prisma.matchEvent.findFirstOrThrow({
          where: { sourceEventId: 'hostile-shot' },
        })
        const dead = encodeURIComponent(`broadcast:markup ${html}`)
        for (const [path, shows] of [
          [`/console/events/hostile/${seq}`, /window\.pwned/],
          [`/console/events?id=${dead}`, /window\.pwned/],
          ['/console/events?match=hostile', /window\.pwned/],
          ['/console/matches/hostile', /Northgate/],
          ['/matches/hostile', /window\.pwned/],
        ] as const) {
          await page.goto(`${open().url}${path}`)
          await page.getByText(shows).first().waitFor()
          await isAsItWas(page, seen)
        }
      }))
  })
}

async function isAsItWas(page: Page, seen: Watch): Promise<void> {
  expect(seen.take()).toEqual([])
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(await page.getByRole('heading', { name: 'This page broke' }).count()).toBe(0)
  expect(await sidewaysOf(page)).toBe(0)
}
