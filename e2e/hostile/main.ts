/** `npm run hostile -- --minutes 60`: strangers attack every port of a system of its own while a match plays. */
import { parseArgs } from 'node:util'
import { startTestHouse } from '../house/house.ts'
import { line, playHostileMix } from './hostile-mix.ts'

const help = `Attacks every port of a system of its own, on this machine alone, while a match plays.

  npm run hostile -- [--minutes N] [--json]

  --minutes N   how long in all, calm and hostile windows in turns, up to 120   (2)
  --json        print the report as JSON
`
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
if (values.help) process.stdout.write(help)
else if (!(minutes > 0 && minutes <= 120)) {
  process.stderr.write(`--minutes must be above 0 and at most 120, not ${values.minutes}\n`)
  process.exitCode = 1
} else {
  const system = await startTestHouse('embedded')
  try {
    const say = (text: string) => void process.stderr.write(`${text}\n`)
    const report = await playHostileMix(system, { seconds: minutes * 60, say })
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${line(report)}\n`)
  } finally {
    await system.stop()
  }
}
