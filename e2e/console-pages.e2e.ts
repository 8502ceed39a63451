import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleHouse, openConsoleHouse } from './console/console-house.ts'
import { type Crew, workAnEvening } from './console/crew.ts'
import { eveningHouse } from './console/evening.ts'
import { firstLoadOf } from './console/first-load.ts'
import { consolePages, emptyPages } from './console/house-pages.ts'
import { lookEverywhere, type Visit, visitsOf } from './console/look-everywhere.ts'
import { artifacts } from './console/picture.ts'
import { changesOffered } from './console/viewer-page.ts'

const leastScriptBytes = 100 * 1_024
const mostScriptBytes = 200 * 1_024
let desk: ConsoleHouse
let crew: Crew
let visits: readonly Visit[]

beforeAll(async () => {
  desk = await openConsoleHouse(eveningHouse)
  crew = await workAnEvening(desk)
  visits = await visitsOf(desk, crew)
})
afterAll(() => desk?.stop())

describe('the pages of the app', () => {
  it('have their headings and titles, break nothing, and are in order for axe, light and dark, on desk and tablet', async () => {
    const look = { picturesInto: join(artifacts, 'screenshots'), withAxe: true }
    expect(await lookEverywhere(desk, visits, look)).toEqual([])
  }, 480_000)

  it('are so, too, where there is nothing to show', async () => {
    const empty = emptyPages.map(page => ({ page, as: crew.admin }))
    expect(await lookEverywhere(desk, empty, { withAxe: true })).toEqual([])
  })

  it('load less than 200 KB of script at first', async () => {
    const loads = []
    for (const { page, as } of visits) {
      if (page.isWhole) loads.push(await firstLoadOf(as, desk.url, page.path))
    }
    const lines = loads.map(
      ({ path, scriptBytes, scripts }) =>
        `${(scriptBytes / 1_024).toFixed(1).padStart(6)} KB ${String(scripts).padStart(3)} scripts  ${path}`,
    )
    process.stdout.write(`\nFirst load of each page, compressed:\n${lines.join('\n')}\n`)
    expect(loads.length).toBeGreaterThan(15)
    // What a server that is broken sends is small, too.
    expect(loads.filter(({ scriptBytes }) => scriptBytes < leastScriptBytes)).toEqual([])
    expect(loads.filter(({ scriptBytes }) => scriptBytes >= mostScriptBytes)).toEqual([])
  })

  it('offer a viewer no change that can be pressed, and say of each why not', async () => {
    const viewer = await desk.signedIn('viewer')
    const refused: string[] = []
    const open: string[] = []
    const paths = new Set(consolePages(crew.evening).map(({ path }) => path))
    for (const path of paths) {
      const offered = await changesOffered(viewer, desk.url, path)
      for (const { name, reason } of offered) (reason === null ? open : refused).push(`${path}: ${name}`)
    }
    expect(open).toEqual([])
    expect(refused.length).toBeGreaterThan(20)
  })
})
