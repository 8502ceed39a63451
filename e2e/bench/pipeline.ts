import { parseArgs } from 'node:util'
import { type Profile, startTestHouse, type TestHouse } from '../house/house.ts'
import { measureBareLimit } from './bare-limit.ts'
import { asTable, type PipelineReport } from './report.ts'
import { type Bench, runStep, type StepResult } from './step.ts'
import { startWorker } from './worker.ts'

const help = `usage: npm run bench:pipeline -- [options]
Measures the pipeline end to end, signed webhook to a subscriber's socket, on a house of its own on this machine.
  --profile embedded|cluster|both   default both
  --rates 1000,5000,10000           events a second, each for --seconds
  --seconds N                       default 15
  --max                             then raise the rate by a quarter until it no longer holds
  --matches N                       default 20; one socket each, so every event is delivered once
  --batch N                         events per webhook, default 50
  --json                            print JSON instead of a table
A rate holds if every event arrived once and in order, nothing was refused, the sender kept to its schedule, and
p95 from due to received stayed under 500 ms.
`

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'both' },
    rates: { type: 'string', default: '1000,5000,10000' },
    seconds: { type: 'string', default: '15' },
    matches: { type: 'string', default: '20' },
    batch: { type: 'string', default: '50' },
    max: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const say = (text: string) => void process.stderr.write(`${text}\n`)

async function benchProfile(profile: Profile): Promise<PipelineReport> {
  say(`${profile}: starting a house`)
  const house = await startTestHouse(profile)
  const [load, fans] = [startWorker('./load.ts'), startWorker('./fans.ts')]
  try {
    say(`${profile}: the bare limit`)
    const bareBefore = await measureBareLimit(house.databaseUrl)
    const bench = await prepare(house, load, fans)
    const steps = await runSteps(profile, bench)
    const bareLimit = Math.round(Math.max(bareBefore, await measureBareLimit(house.databaseUrl)))
    const best = Math.max(0, ...steps.filter(step => step.holds).map(step => step.deliveredPerSecond))
    return { profile, bareLimitPerSecond: bareLimit, steps, bestPerSecond: best, ratio: best / bareLimit }
  } finally {
    load.end()
    fans.end()
    await house.stop()
  }
}

async function prepare(house: TestHouse, load: Bench['load'], fans: Bench['fans']): Promise<Bench> {
  const matches = Array.from({ length: Number(values.matches) }, (_, index) => `bench-${index}`)
  const order = {
    url: `http://127.0.0.1:${house.ports.ingest}/webhooks/broadcast/replay`,
    secret: house.secret,
    matches,
    seconds: Number(values.seconds),
    batch: Number(values.batch),
  }
  await fans.ask({ kind: 'subscribe', url: `ws://127.0.0.1:${house.ports.gateway}/trpc`, matches })
  const bench = { house, load, fans, order }
  await runStep({ ...bench, order: { ...order, seconds: 3 } }, 2_000, 'warm')
  return bench
}

async function runSteps(profile: Profile, bench: Bench): Promise<StepResult[]> {
  const steps: StepResult[] = []
  const step = async (rate: number) => {
    say(`${profile}: ${rate} events/s for ${values.seconds} s`)
    const result = await runStep(bench, rate, `r${steps.length}`)
    steps.push(result)
    return result.holds
  }
  const rates = values.rates.split(',').map(Number)
  for (const rate of rates) await step(rate)
  let rate = rates.at(-1) ?? 0
  while (values.max && rate < 100_000) {
    rate = Math.round(rate * 1.25)
    if (!(await step(rate))) break
  }
  return steps
}

if (values.help) process.stdout.write(help)
else {
  const profiles = (values.profile === 'both' ? ['embedded', 'cluster'] : [values.profile]) as Profile[]
  const reports: PipelineReport[] = []
  for (const profile of profiles) reports.push(await benchProfile(profile))
  process.stdout.write(
    values.json ? `${JSON.stringify(reports, null, 2)}\n` : reports.map(asTable).join('\n'),
  )
  process.exit(0)
}
