import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { matchId, type RefusalDesk } from './desk.ts'
import { sidewaysOf, watch } from './watch.ts'

const html = `"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`
const missing = '999999999999999999'
const texts = [
  missing,
  '9'.repeat(40),
  '-1',
  '0',
  '1.5',
  '1e3',
  ' 1',
  '../../etc/passwd',
  `1' or '1'='1`,
  '1; drop table dead_letters',
  html,
  '\u0000',
  '\u202e1',
  '\ud800',
  '%00',
  '__proto__',
  'constructor',
  '{{7*7}}',
  'x'.repeat(5_000),
]
const noTexts: readonly unknown[] = [17, -1, 1e308, true, null, [], ['1'], {}, { $ne: 1 }, { toString: 'x' }]

type Asks = Readonly<Record<string, (id: unknown) => unknown>>
const asks: Asks = {
  'deadLetter.show': id => ({ id }),
  'deadLetter.compare': id => ({ id }),
  'deadLetter.checkEdit': id => ({ id, text: '{}' }),
  'deadLetter.list': id => ({ after: id }),
  'deadLetter.groups': id => ({ filter: { fingerprint: id } }),
  'deadLetterGroup.show': fingerprint => ({ fingerprint }),
  'replay.show': id => ({ id }),
  'replay.items': id => ({ id }),
  'replay.list': beforeId => ({ beforeId }),
  'event.life': id => ({ matchId: id, seq: 1 }),
  'event.life of': id => ({ matchId, seq: id }),
  'event.life by': id => ({ source: 'broadcast', sourceEventId: id }),
  'event.search': after => ({ after }),
  'matchDesk.show': id => ({ matchId: id }),
  'matchDesk.list': after => ({ after }),
  'primaryProvider.show': id => ({ matchId: id }),
  'primaryProvider.preview': id => ({ matchId, provider: id }),
  'correction.list': id => ({ matchId: id }),
  'correction.preview': id => ({ matchId: id, home: 1, away: 1 }),
  'delivery.report': id => ({ id }),
  'explain.delivery': id => ({ matchId: id, position: '1:1', fanId: 'f' }),
  'explain.delivery at': position => ({ matchId, position, fanId: 'f' }),
  'pipeline.tail': topic => ({ topic, stage: topic }),
  'pipeline.history': at => ({ at }),
  'audit.search': after => ({ after }),
  'person.disable': id => ({ id, reason: 'none' }),
  'partnerGrant.list': partner => ({ partner }),
  'partnerGrant.revoke': id => ({ id, reason: 'none' }),
  'apiKey.revoke': keyId => ({ keyId, reason: 'none' }),
  'reveal.open': id => ({ kind: 'dead-letter', id, reason: 'none' }),
  'reveal.open of': id => ({ kind: 'event', id, reason: 'none' }),
  'savedView.remove': id => ({ id }),
}

/** What tells somebody outside how we are made. */
const insides =
  /\.tsx?\b|node_modules|\bat \S+:\d+|prisma|\bselect\b|\bfrom dead_|postgres|stack|syntax error/i

const addresses: Readonly<Record<string, (id: string) => string>> = {
  'a dead letter': id => `/console/dead-letters?view=letters&letter=${id}`,
  'a group': id => `/console/dead-letters?group=${id}`,
  'a replay': id => `/console/replays/${id}`,
  'an event of a match': id => `/console/events/${id}/1`,
  'an event’s place': id => `/console/events/${matchId}/${id}`,
  'a source’s event': id => `/console/events?id=broadcast:${id}`,
  'a match': id => `/console/matches/${id}`,
  'a report': id => `/console/deliveries?report=${id}`,
  'an explanation': id => `/console/deliveries?tab=explain&who=${id}&event=${id}`,
  'an audit entry': id => `/console/audit?entry=${id}`,
  'a key': id => `/console/access?key=${id}`,
  'a revocation': id => `/console/access?view=revocations&revocation=${id}`,
  'a grant': id => `/console/access?view=grants&grant=${id}`,
  'a person': id => `/console/people?person=${id}`,
  'a part of the pipeline': id => `/console?node=${id}&edge=${id}&at=${id}`,
}
const told = /no such|nothing here|there is no|not found|is no |must be|is not|write match|at most 160/i
const inAddress = [missing, `../${html}' or 1=1`]

/** Ids that nothing has, or nothing could have, in every call and every address: told in words, and nothing else. */
export function oddIds(open: () => RefusalDesk): void {
  describe('an id that does not exist', () => {
    it.each(Object.entries(asks))('is told by %s', async (name, input) => {
      const { call, cookies, changesNothing } = open()
      const [path = ''] = name.split(' ')
      const answers = await changesNothing(async () => {
        const all = []
        for (const id of [...texts, ...noTexts])
          all.push([id, await call(path, input(id), { cookie: cookies.admin })] as const)
        return all
      })
      for (const [id, { status, code, text, tookMs }] of answers) {
        expect([id, status, code]).toEqual([id, expect.any(Number), status === 200 ? undefined : code])
        expect([id, [200, 400, 404].includes(status), text]).toEqual([id, true, text])
        expect(text).not.toMatch(insides)
        expect(tookMs).toBeLessThan(3_000)
      }
    })

    it('in a procedure’s name is no procedure', async () => {
      const { send, cookies } = open()
      for (const name of [
        '__proto__',
        'constructor.call',
        'deadLetter',
        'deadLetter.show,person.list',
        html,
      ]) {
        const said = await send(`/api/operator/${encodeURIComponent(name)}`, {
          body: {},
          cookie: cookies.admin,
        })
        expect([name, said.status >= 400 && said.status < 500]).toEqual([name, true])
        expect(said.text).not.toMatch(insides)
      }
    })

    it('in an address leaves a page that says so and can be used', async () => {
      const desk = open()
      const page = await desk.page('admin')
      const seen = await watch(page)
      const wrong: string[] = []
      for (const [what, addressOf] of Object.entries(addresses))
        for (const id of inAddress) {
          const said = await faultsAt(page, `${desk.url}${addressOf(encodeURIComponent(id))}`)
          wrong.push(...[...said, ...seen.take()].map(fault => `${what} ${id.slice(0, 30)}: ${fault}`))
        }
      expect(wrong).toEqual([])
      await page.close()
    })

    it('however long, breaks no page', async () => {
      const { send, cookies } = open()
      for (const addressOf of Object.values(addresses))
        for (const id of ['x'.repeat(3_000), '%00', '%ff', '..%2f..%2fetc%2fpasswd']) {
          const said = await send(addressOf(id), { method: 'GET', cookie: cookies.admin })
          expect([addressOf(id), said.status < 500]).toEqual([addressOf(id), true])
        }
    })
  })
}

/** What is wrong with a page that was asked for what there is not. */
async function faultsAt(page: Page, address: string): Promise<string[]> {
  const answer = await page.goto(address)
  const isTold = await page
    .getByText(told)
    .first()
    .waitFor({ timeout: 5_000 })
    .then(
      () => true,
      () => false,
    )
  const faults: [boolean, string][] = [
    [(answer?.status() ?? 500) < 500, `answered ${answer?.status()}`],
    [isTold, `does not say what is wrong: ${(await page.locator('body').textContent())?.slice(0, 300)}`],
    [(await page.getByRole('heading', { name: 'This page broke' }).count()) === 0, 'broke'],
    [(await page.getByRole('link').count()) > 0, 'leads nowhere'],
    [(await sidewaysOf(page)) === 0, 'scrolls sideways'],
    [await page.evaluate(() => !('pwned' in window)), 'was executed'],
  ]
  return faults.filter(([isWell]) => !isWell).map(([, fault]) => fault)
}
