import type { DeliveryFinding, DeliveryReport } from '@touchline/db'

const reportAtLeastMs = 600_000

/** Tells findings that were not in the run before; a report is due when there are some, and else now and then. */
export function createNews(nowMs: () => number) {
  let known: ReadonlySet<string> = new Set()
  let reportedAtMs = Number.NEGATIVE_INFINITY
  return (report: DeliveryReport) => {
    const findings = report.findings.filter(finding => !known.has(keyOf(finding)))
    known = new Set(report.findings.map(keyOf))
    const isDue = findings.length > 0 || nowMs() - reportedAtMs >= reportAtLeastMs
    if (isDue) reportedAtMs = nowMs()
    return { findings, isDue }
  }
}

const keyOf = ({ stage, matchId, epoch, from, instance = '' }: DeliveryFinding) =>
  [stage, matchId, epoch, from, instance].join(' ')
