import { setTimeout as delay } from 'node:timers/promises'
import { sourceTopics } from '@touchline/contracts'
import { createLogger, createMetrics } from '@touchline/telemetry'
import { readCliEnv } from '../env.ts'
import { readPartnerSecret } from '../partner/partner-secret.ts'
import type { KnownNumbers } from '../play/books.ts'
import { expectedDeliveries } from '../play/expected.ts'
import { startSimulator } from '../start-simulator.ts'
import { createProgress, progressKind } from './progress.ts'
import { CliFault, runCli } from './run-cli.ts'
import { readSimulateArguments, simulateHelp } from './simulate-options.ts'

const progressEveryMs = 200

async function simulate(signal: AbortSignal): Promise<number> {
  const args = readSimulateArguments(process.argv.slice(2))
  if (!args) {
    process.stdout.write(simulateHelp)
    return 0
  }
  const { script, partner, secret, patienceMs } = args
  const simulator = await startSimulator({
    ...args,
    logger: createLogger({ service: 'simulator', level: 'silent' }),
    metrics: createMetrics('simulator'),
    host: '127.0.0.1',
    drainMs: patienceMs,
    partner: { name: partner, secret: secret ?? readPartnerSecret(partner, readCliEnv()) },
  })
  const progress = createProgress(progressKind(args.json), expectedDeliveries(script), 'payloads')
  const done = new AbortController()
  const showing = show(AbortSignal.any([signal, done.signal]), () => {
    const { totals, partner: door } = simulator.progress()
    progress.update(sentOf(totals), `${door.retries} retries`)
  })
  signal.addEventListener('abort', () => void simulator.stop(), { once: true })
  try {
    const numbers = await simulator.finished
    signal.throwIfAborted()
    process.stdout.write(args.json ? `${JSON.stringify(numbers, null, 2)}\n` : report(numbers))
    const fault = faultOf(numbers)
    if (fault) throw new CliFault(fault)
    return 0
  } finally {
    done.abort()
    await showing
    progress.stop()
    await simulator.stop()
  }
}

const sentOf = (totals: KnownNumbers['totals']): number =>
  Object.values(totals).reduce((sum, topic) => sum + topic.sent, 0)

async function show(ended: AbortSignal, update: () => void): Promise<void> {
  while (!ended.aborted) {
    update()
    await delay(progressEveryMs, undefined, { signal: ended }).catch(() => {})
  }
  update()
}

/** What went otherwise than the script says. */
function faultOf({ totals, partner, unread }: KnownNumbers): string | undefined {
  const { uniqueValid, duplicates, malformed } = totals[sourceTopics.broadcast]
  if (unread.sensor + unread.social > 0)
    return `${unread.sensor} readings and ${unread.social} posts were not fetched: does ingest know this simulator's address?`
  if (partner.accepted === uniqueValid + duplicates && partner.refused === malformed) return undefined
  return `the webhook accepted ${partner.accepted} and refused ${partner.refused} events; expected ${uniqueValid + duplicates} and ${malformed}`
}

function report({ matches, totals, partner }: KnownNumbers): string {
  const lines = matches.map(
    ({ matchId, fixture, score, yellowCards, redCards }) =>
      `${matchId}: ${fixture.home} ${score.home}, ${fixture.away} ${score.away}; ` +
      `cards: ${yellowCards.home + yellowCards.away} yellow, ${redCards.home + redCards.away} red`,
  )
  const row = (cells: readonly (string | number)[]) => cells.map(cell => String(cell).padStart(17)).join('')
  lines.push(row(['topic', 'sent', 'to be stored', 'duplicates', 'malformed']))
  for (const topic of Object.values(sourceTopics)) {
    const { sent, uniqueValid, duplicates, malformed } = totals[topic]
    lines.push(row([topic, sent, uniqueValid, duplicates, malformed]))
  }
  lines.push(
    `The webhook accepted ${partner.accepted}, refused ${partner.refused}; ${partner.retries} retries.`,
  )
  return `${lines.join('\n')}\n`
}

await runCli('simulate', simulate)
