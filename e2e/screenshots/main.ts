import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openConsoleHouse } from '../console/console-house.ts'
import { workAnEvening } from '../console/crew.ts'
import { eveningHouse } from '../console/evening.ts'
import { lookEverywhere, visitsOf } from '../console/look-everywhere.ts'
import { artifacts } from '../console/picture.ts'

const help = `Pictures of every page, light and dark, of a house of its own with a lively evening in it.

  npm run screenshots -- [--out FOLDER]      (e2e/artifacts/screenshots)

The web app has to be built first: npx turbo run build --filter=@touchline/web
`

const { values } = parseArgs({
  options: { out: { type: 'string' }, help: { type: 'boolean', default: false } },
})
process.exitCode = values.help ? print(help) : await takePictures(values.out)

async function takePictures(out: string | undefined): Promise<number> {
  const folder = out === undefined ? join(artifacts, 'screenshots') : resolve(out)
  const desk = await openConsoleHouse(eveningHouse)
  try {
    const visits = await visitsOf(desk, await workAnEvening(desk))
    const faults = await lookEverywhere(desk, visits, { picturesInto: folder })
    print(`${visits.length} pages, light and dark, are in ${folder}\n`)
    for (const fault of faults) process.stderr.write(`${fault}\n`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await desk.stop()
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
