import { parseArgs } from 'node:util'
import { type AuditReport, runAudit } from '@touchline/api'
import { kafkaOf } from '@touchline/contracts/kafka'
import { createDatabase, outcomeNames, readSystemId } from '@touchline/db'
import { openEventLog } from '@touchline/streams/open'
import { borrowDatabase } from '../database-url.ts'
import { readStageEnv } from '../env.ts'

const help = `usage: npm run audit [-- --json] [-- --no-log]
Checks that nothing was lost or doubled: (1) each source event stored at most once, (2) everything accepted
accounted for, (3) each match's seq gapless. It reads DATABASE_URL, or else the embedded database in
TOUCHLINE_DATA (default .touchline), and counts the event log again (KAFKA_BROKERS, or else the embedded log)
unless told --no-log. Exit code 1 where an invariant is broken.
`

async function audit(readLog: boolean): Promise<AuditReport> {
  const env = readStageEnv()
  const borrowed = await borrowDatabase(env)
  const database = createDatabase({ ...borrowed.settings, applicationName: 'touchline-audit' })
  try {
    const settings = {
      ...borrowed.settings,
      databaseUrl: borrowed.settings.url,
      kafka: kafkaOf(env),
      systemId: () => readSystemId(database),
      clientId: 'audit',
      onError: () => {},
    }
    const log = readLog ? await openEventLog(settings) : undefined
    const report = await runAudit(database, log, records => progress(`${records} records of the log counted`))
    await log?.close()
    return report
  } finally {
    await database.close()
    await borrowed.giveBack()
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`)
}

function asText({ totals, accounts, findings, inFlight, recounted, parked, ok }: AuditReport): string {
  const columns = ['topic', ...outcomeNames] as const
  const rows = [columns.map(String), ...accounts.map(row => columns.map(column => String(row[column])))]
  const table = rows.map(
    ([topic = '', ...counts]) => topic.padEnd(22) + counts.map(n => n.padStart(11)).join(''),
  )
  return [
    `${totals.matches} matches, ${totals.events} events, ${totals.deadLetters} dead letters, ${totals.outbox} outbox rows`,
    ...table,
    inFlight === null
      ? 'the log was not read'
      : `${recounted} log records counted again, ${inFlight} not yet processed`,
    ...accounts.filter(({ lost }) => lost > 0).map(lostLine),
    ...parked.map(parkedLine),
    ...findings.map(({ invariant, message }) => `BROKEN ${invariant}: ${message}`),
    ok ? 'invariants 1, 2 and 3 hold' : 'invariants are broken',
  ].join('\n')
}

const lostLine = ({ topic, lost }: AuditReport['accounts'][number]) =>
  `LOST ${lost} records of ${topic}: the log deleted them before they were processed`

const parkedLine = ({
  matches,
  matchId,
  oldestSeconds,
  errorCode,
  errorMessage,
}: AuditReport['parked'][number]) =>
  `PARKED ${matches} matches, the longest for ${Math.round(oldestSeconds)} s (${matchId}): ${errorCode}: ${errorMessage}`

const { values } = parseArgs({
  options: { help: { type: 'boolean' }, json: { type: 'boolean' }, 'no-log': { type: 'boolean' } },
})
if (values.help) process.stdout.write(help)
else
  await audit(!values['no-log']).then(
    report => {
      process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : asText(report)}\n`)
      if (!report.ok) process.exitCode = 1
    },
    (error: Error) => {
      process.stderr.write(`audit failed: ${error.message}\n`)
      process.exitCode = 2
    },
  )
// A connection that nobody answers must not hold the command up, once all is said.
setTimeout(() => process.exit(), 2_000).unref()
