import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Said } from '../calls.ts'
import { matchId, type RefusalDesk } from './desk.ts'
import { html } from './hostile.ts'
import { sidewaysOf, watch } from './watch.ts'

const nonsense: readonly unknown[] = [
  ...['nonsense', html, '\u0000', '\ud800', "' or 1=1 --", 'x'.repeat(10_000)],
  ...[
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ],
  ...[-1, 1e308, null, ['nonsense'], { $gt: '' }],
]

const filterFields = [
  ...['topic', 'source', 'stage', 'disposition', 'states', 'code', 'matchId', 'eventType', 'fingerprint'],
  ...['from', 'to', 'text', 'path', 'nobody-knows', '__proto__'],
]
/** The fields of each list, and where in its input they stand. */
const lists: Readonly<Record<string, readonly [readonly string[], string?]>> = {
  'deadLetter.list': [filterFields, 'filter'],
  'deadLetter.groups': [['from', 'to', 'groupState'], 'filter'],
  'deadLetter.choices': [['from', 'to']],
  'event.search': [
    ['text', 'matchId', 'source', 'type', 'lane', 'from', 'to', 'id', 'correlationId', 'after', 'limit'],
  ],
  'audit.search': [['actor', 'action', 'subjectKind', 'subjectId', 'text', 'from', 'to', 'after', 'limit']],
  'replay.list': [['states', 'beforeId', 'limit']],
  'matchDesk.list': [['status', 'text', 'after', 'limit']],
  'delivery.reports': [['kind', 'after', 'limit']],
  'delivery.accounts': [['after', 'limit']],
  'delivery.watermarks': [['after', 'limit', 'onlyBehind', 'matchId']],
  'person.list': [['kind', 'text', 'after', 'limit']],
  'partnerGrant.list': [['partner', 'after', 'limit']],
  'apiKey.list': [['owner', 'after', 'limit']],
  'revocation.list': [['subject', 'after', 'limit']],
  'savedView.list': [['page']],
  'pipeline.history': [['at', 'from', 'to']],
}

interface Address {
  readonly path: string
  readonly named: readonly RegExp[]
  readonly holds: string | RegExp
}

const junk = encodeURIComponent(`nonsense ${html}`)
/** Each page with all that it can be asked for said wrong, and the fields that it has to name. */
const addresses: Readonly<Record<string, Address>> = {
  'dead letters': {
    path: `/console/dead-letters?view=letters&stage=${junk}&disposition=${junk}&state=dead,${junk}&time=${junk}&match=${junk}&fingerprint=${junk}&topic=%00&code=%01&type=${'x'.repeat(40)}&path=%02`,
    named: [
      ...[/Stage/, /Disposition/, /State/, /Failed/, /Match/, /Fingerprint/, /Topic/, /Code/, /Type/, /path/],
    ],
    holds: /goal-scored|pass-made/,
  },
  groups: {
    path: `/console/dead-letters?view=groups&groupState=${junk}&stage=${junk}&time=9..1`,
    named: [/Group state/, /Stage/, /Failed/],
    holds: /goal-scored|pass-made/,
  },
  events: {
    path: `/console/events?type=${junk}&source=${junk}&lane=${junk}&time=${junk}`,
    named: [/Type/, /Source/, /Lane/, /Happened/],
    holds: matchId,
  },
  'events of no match': { path: `/console/events?match=${junk}`, named: [/match/i], holds: 'Events' },
  'events with words of none': {
    path: '/console/events?text=%00%01',
    named: [/text|words/i],
    holds: 'Events',
  },
  'events of a time far off': {
    path: '/console/events?time=%2B275760-09-12T00:00:00Z..',
    named: [/from|Happened|time/i],
    holds: 'Events',
  },
  audit: { path: `/console/audit?time=${junk}`, named: [/Time/], holds: 'session.sign-in' },
  'audit of no subject': { path: '/console/audit?subject=%00', named: [/subject/i], holds: 'Audit' },
  replays: { path: `/console/replays?state=${junk}`, named: [/State/], holds: 'refused' },
  matches: { path: `/console/matches?status=${junk}`, named: [/Status/], holds: matchId },
  deliveries: { path: `/console/deliveries?kind=${junk}`, named: [/Compares/], holds: 'Deliveries' },
  pipeline: { path: `/console?at=${junk}`, named: [/time/i], holds: 'Accepted' },
}

/** Found nothing, or said which field is at fault; at once. */
const isTold = ({ status, text, tookMs }: Said): boolean =>
  tookMs < 3_000 && (status === 200 || status === 404 || (status === 400 && text.includes('"faults"')))

async function untold(desk: RefusalDesk, path: string, inputs: readonly object[]): Promise<string[]> {
  const faults: string[] = []
  for (const input of inputs) {
    const said = await desk.call(path, input, { cookie: desk.cookies.admin })
    if (!isTold(said)) faults.push(`${JSON.stringify(input).slice(0, 80)}: ${said.text.slice(0, 300)}`)
  }
  return faults
}

/** A filter that parses to nonsense is told, field by field, and the rest of it holds. */
export function oddFilters(open: () => RefusalDesk): void {
  describe('a filter that is nonsense', () => {
    it.each(Object.entries(lists))('is told by %s', async (path, [fields, within]) => {
      const asked = fields.flatMap(field => nonsense.map(value => ({ [field]: value })))
      const inputs = asked.map(filter => (within ? { [within]: filter } : filter))
      const wrong = await open().changesNothing(() => untold(open(), path, inputs))
      expect(wrong).toEqual([])
    })

    it('in an address is told by the page, which shows the rest', async () => {
      const desk = open()
      const page = await desk.page('admin')
      const seen = await watch(page)
      const wrong: string[] = []
      for (const [name, address] of Object.entries(addresses)) {
        const faults = [...(await faultsAt(page, desk.url, address)), ...seen.take()]
        wrong.push(...faults.map(fault => `${name}: ${fault}`))
      }
      expect(wrong).toEqual([])
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
      await page.close()
    })
  })
}

async function faultsAt(page: Page, origin: string, { path, named, holds }: Address): Promise<string[]> {
  await page.goto(`${origin}${path}`)
  const main = page.getByRole('main')
  const isThere = (found: Locator) =>
    found
      .first()
      .waitFor({ timeout: 6_000 })
      .then(
        () => true,
        () => false,
      )
  const faults = (await isThere(main.getByRole('alert'))) ? [] : ['tells nothing']
  const told = (await main.getByRole('alert').allTextContents()).join(' ')
  faults.push(...named.filter(one => !one.test(told)).map(one => `does not name ${one}: ${told}`))
  if (!(await isThere(main.getByText(holds)))) faults.push('does not show the rest')
  if ((await sidewaysOf(page)) > 0) faults.push('scrolls sideways')
  return faults
}
