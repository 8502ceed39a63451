import { anomalyKinds } from '@touchline/checker'
import type { ChaosReport, FaultRecord } from './run/run-chaos.ts'
import type { Verdict } from './run/verdict.ts'
import type { ScenarioReport } from './scenarios/scenario.ts'

const shownAnomalies = 20

/** A run as text for people. */
export function asText(report: ChaosReport): string {
  const { fans, endedByThemselves, faults } = report
  const ended = Object.entries(endedByThemselves).map(([name, count]) => `${name} ${count}`)
  const errors = faults.flatMap(({ name, error }) => (error ? [`  ${name}: ${error}`] : []))
  return [
    `seed ${report.seed}: ${faults.length} faults in ${report.tookSeconds} s: ${countsByKind(faults)}`,
    ...countLines(report),
    `fans connected ${fans.connections} times; latency p50 ${fans.all.p50Ms} ms, p99 ${fans.all.p99Ms} ms, of critical events p99 ${fans.critical.p99Ms} ms`,
    `recovery, first fan: ${spread(faults.map(fault => fault.firstMs))}; every fan: ${spread(faults.map(fault => fault.allMs))}`,
    ...(ended.length > 0 ? [`ended by themselves and were started again: ${ended.join(', ')}`] : []),
    ...(errors.length > 0 ? ['faults that could not be played:', ...errors] : []),
    ...verdictLines(report),
    ...(report.folder ? [`journals and logs: ${report.folder}`] : []),
    report.ok ? 'PASSED' : 'FAILED',
    '',
  ].join('\n')
}

/** A scenario as text for people. */
export function scenarioAsText(report: ScenarioReport): string {
  const targets = report.targets.map(({ name, figure, ok }) => `  ${ok ? 'yes' : 'NO '}  ${name}: ${figure}`)
  return [
    `${report.name}, ${report.tookSeconds} s`,
    ...targets,
    ...countLines(report),
    ...verdictLines(report),
    ...(report.folder ? [`journals and logs: ${report.folder}`] : []),
    report.ok ? 'PASSED' : 'FAILED',
    '',
  ].join('\n')
}

function countLines({ report, load }: Verdict): string[] {
  const { offered, accepted, damaged, stored, delivered, letters, validDead, excused } = report.counts
  return [
    `in: ${offered} events offered, ${accepted} taken by the door, ${damaged} damaged readings, ${load.refusedMalformed} items refused, ${load.repeated} of ${load.requests} requests repeated, ${load.heldBack} events held back`,
    `out: ${stored} stored, ${delivered} delivered, ${letters} dead letters (${validDead} of events in order), ${excused} superseded or shed`,
  ]
}

/** Anomalies by kind, the first of them in full, and complaints. */
function verdictLines({ report, complaints }: Verdict): string[] {
  const byKind = anomalyKinds.map(kind => `${kind} ${report.byKind[kind]}`)
  const shown = report.anomalies
    .slice(0, shownAnomalies)
    .map(({ kind, subject, message }) => `  ${kind}: ${subject}: ${message}`)
  return [
    `anomalies: ${byKind.join(', ')}`,
    ...shown,
    ...complaints.slice(0, shownAnomalies).map(complaint => `  ${complaint}`),
  ]
}

function countsByKind(faults: readonly FaultRecord[]): string {
  const counts = new Map<string, number>()
  for (const { name } of faults) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function spread(times: readonly (number | null)[]): string {
  const sorted = times.filter(time => time !== null).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const never = times.length - sorted.length
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms${never > 0 ? `, ${never} not within a minute` : ''}`
}
