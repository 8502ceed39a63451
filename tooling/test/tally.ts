export interface Tally {
  readonly passed: number
  readonly failed: number
  /** Skipped and todo: the project has none, so each counts as failed too. */
  readonly skipped: number
}

interface VitestReport {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/**
 * Counts from vitest's JSON report. A file that could not be loaded counts as one failed test, and so does a run
 * that failed without any failed test, or left no report.
 */
export function tallyOf(reportText: string | undefined, exitedWell: boolean): Tally {
  const report = parse(reportText)
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const skipped = report.numPendingTests + report.numTodoTests
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(assertion => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + unloaded + skipped
  const nothingRan = report.numPassedTests === 0 && failed === 0
  const hidden = failed === 0 && (nothingRan || !report.success || !exitedWell)
  return { passed: report.numPassedTests, failed: failed + (hidden ? 1 : 0), skipped }
}

function parse(text: string | undefined): VitestReport | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as VitestReport)
  } catch {
    return undefined
  }
}
