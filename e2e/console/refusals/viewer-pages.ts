import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { changesOf, refusedTo } from './changes.ts'
import { matchId, type RefusalDesk } from './desk.ts'
import { type Watch, watch } from './watch.ts'

const why = /You are viewer; this takes (operator, support or )?admin\./

interface Place {
  readonly path: string
  /** The names of the buttons there that change something. */
  readonly buttons: readonly (string | RegExp)[]
  /** The keys that would do the same. */
  readonly keys?: readonly string[]
}

/** Somebody who may look sees each change, and why it is not for them; neither mouse nor key does it. */
export function viewersPages(open: () => RefusalDesk): void {
  const places = async (): Promise<Record<string, Place>> => {
    const { letterId, fingerprint } = open()
    const inputs = await changesOf(open())
    const { id: replay } = inputs['replay.abort'] as { id: string }
    const list = `/console/dead-letters?view=letters&match=${matchId}`
    return {
      'a list of dead letters': { path: list, buttons: [/^Replay/, /^Discard/] },
      'a dead letter': {
        path: `${list}&letter=${letterId}`,
        buttons: [/^Replay/, /^Discard/],
        keys: ['r', 'd', 'Control+Enter'],
      },
      'its payload in the editor': {
        path: `${list}&letter=${letterId}&tab=edit`,
        buttons: [/^Replay/],
        keys: ['r', 'Control+Enter'],
      },
      'a group': {
        path: `/console/dead-letters?group=${fingerprint}`,
        buttons: [/^Replay the group/, /^Discard/, /note/i, /Resolve/],
        keys: ['r', 'd'],
      },
      'a replay': { path: `/console/replays/${replay}`, buttons: [/Approve/, /Decline|Refuse/, /Abort/] },
      'the pipeline': { path: '/console', buttons: [/^Pause/, /^Reset/, /^Resume/] },
      'a match': { path: `/console/matches/${matchId}`, buttons: [/^Correct the score/], keys: ['c'] },
    }
  }

  describe('a viewer in the pages', () => {
    it('finds each change disabled, with the reason, and none done', async () => {
      const desk = open()
      const all = await places()
      const page = await desk.page('viewer')
      const seen = await watch(page)
      const wrong = await desk.changesNothing(async () => {
        const faults: string[] = []
        for (const [name, place] of Object.entries(all)) {
          await page.goto(`${desk.url}${place.path}`)
          faults.push(...(await offersAt(page, place)).map(fault => `${name}: ${fault}`))
          faults.push(...changesIn(seen).map(path => `${name}: ${path} was called`))
        }
        return faults
      })
      expect([...wrong, ...seen.take()]).toEqual([])
      await page.close()
    })

    it('has no way to people and keys, and is told so at their address', async () => {
      const page = await open().page('viewer')
      const seen = await watch(page)
      for (const path of ['/console/people', '/console/access', '/console/access?view=revocations']) {
        await page.goto(`${open().url}${path}`)
        await page.getByText(/You are viewer; this takes/).waitFor()
        const links = page.getByRole('navigation', { name: 'Console' }).getByRole('link')
        expect(await links.allInnerTexts()).not.toEqual(expect.arrayContaining([/People|Access/]))
        expect(await links.filter({ hasText: /People|Access/ }).count()).toBe(0)
        expect(await page.getByRole('table').or(page.getByRole('grid')).count()).toBe(0)
      }
      expect(seen.called.filter(path => /^(person|apiKey|revocation)\./.test(path))).toEqual([])
      await page.close()
    })
  })
}

const forbidden = new Set<string>(refusedTo('viewer'))
const changesIn = ({ called }: Watch) => called.filter(path => forbidden.has(path))

/** What is offered there all the same. */
async function offersAt(page: Page, { buttons, keys = [] }: Place): Promise<string[]> {
  const faults: string[] = []
  for (const name of buttons) faults.push(...(await offerOf(page, name)))
  for (const key of keys) {
    await page.keyboard.press(key)
    const told = page.getByText(why).first()
    await told.waitFor({ timeout: 3_000 }).catch(() => faults.push(`the key ${key} is not told why`))
  }
  return faults
}

async function offerOf(page: Page, name: string | RegExp): Promise<string[]> {
  const found = page.getByRole('button', { name }).first()
  const isThere = await found.waitFor({ timeout: 8_000 }).then(
    () => true,
    () => false,
  )
  if (!isThere) return [`has no button ${name}`]
  const [said, disabled] = [
    await found.getAttribute('aria-description'),
    await found.getAttribute('aria-disabled'),
  ]
  await found.dispatchEvent('click')
  const opened = await page.getByRole('dialog', { name: /Replay|Discard|Pause|Reset|Correct/ }).count()
  return [
    disabled === 'true' ? '' : `${name} is enabled`,
    why.test(said ?? '') ? '' : `${name} says: ${said}`,
    opened === 0 ? '' : `${name} opened something`,
  ].filter(fault => fault !== '')
}
