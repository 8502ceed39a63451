/** One thing that a process needs in order to do its work; throws, or resolves, within its own timeout. */
export interface HealthCheck {
  readonly name: string
  check(): Promise<void>
  /** Asked after a check that resolved: what is not wrong yet and soon may be. Shown to whoever asks. */
  warning?(): string | undefined
  /**
   * Asked likewise: what is wrong and must be seen, though this process would do no better elsewhere. The check is not
   * ok; the report is.
   */
  degraded?(): string | undefined
  /** Asked likewise: what whoever asks is to know, be all well or not. */
  detail?(): string
}

export interface HealthResult {
  readonly name: string
  /** False where it failed, or is degraded; a mere warning is ok. */
  readonly ok: boolean
  readonly outcome: 'ok' | 'warn' | 'fail'
  readonly tookMs: number
  readonly warning?: string
  readonly detail?: string
}

export interface HealthReport {
  readonly ok: boolean
  readonly checks: readonly HealthResult[]
}

const checkTimeoutMs = 2_000

/** Runs all checks at once, each bounded to 2 s. Why one failed goes to the log, not to the caller. */
export async function runHealthChecks(
  checks: readonly HealthCheck[],
  onFailure: (name: string, error: unknown) => void = () => {},
): Promise<HealthReport> {
  const results = await Promise.all(checks.map(check => runOne(check, onFailure)))
  return { ok: results.every(({ outcome }) => outcome !== 'fail'), checks: results }
}

async function runOne(
  one: HealthCheck,
  onFailure: (name: string, error: unknown) => void,
): Promise<HealthResult> {
  const { name } = one
  const started = performance.now()
  const ok = await within(checkTimeoutMs, one.check()).then(
    () => true,
    error => {
      onFailure(name, error)
      return false
    },
  )
  const tookMs = Math.round(performance.now() - started)
  if (!ok) return { name, ok, outcome: 'fail', tookMs }
  const detail = one.detail && { detail: one.detail() }
  const degraded = one.degraded?.()
  if (degraded !== undefined)
    return { name, ok: false, outcome: 'warn', tookMs, warning: degraded, ...detail }
  const warning = one.warning?.()
  return warning === undefined
    ? { name, ok, outcome: 'ok', tookMs, ...detail }
    : { name, ok, outcome: 'warn', tookMs, warning, ...detail }
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
