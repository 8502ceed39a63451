/** One thing that a process needs in order to do its work; throws, or resolves, within its own timeout. */
export interface HealthCheck {
  readonly name: string
  check(): Promise<void>
}

export interface HealthReport {
  readonly ok: boolean
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly tookMs: number }[]
}

const checkTimeoutMs = 2_000

/** Runs all checks at once, each bounded to 2 s. Why one failed goes to the log, not to the caller. */
export async function runHealthChecks(
  checks: readonly HealthCheck[],
  onFailure: (name: string, error: unknown) => void = () => {},
): Promise<HealthReport> {
  const results = await Promise.all(checks.map(check => runOne(check, onFailure)))
  return { ok: results.every(result => result.ok), checks: results }
}

async function runOne({ name, check }: HealthCheck, onFailure: (name: string, error: unknown) => void) {
  const started = performance.now()
  const ok = await within(checkTimeoutMs, check()).then(
    () => true,
    error => {
      onFailure(name, error)
      return false
    },
  )
  return { name, ok, tookMs: Math.round(performance.now() - started) }
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
