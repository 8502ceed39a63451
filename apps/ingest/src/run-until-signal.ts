import type { Logger } from '@touchline/telemetry'

/** Notes how to end a resource, and gives it back. */
export type Defer = <T>(resource: T, end: (resource: T) => Promise<unknown>) => T

/**
 * Starts a process's parts and ends them, last first, at SIGINT or SIGTERM; at once if the start fails, which
 * also makes the exit code 1.
 */
export async function runUntilSignal(logger: Logger, start: (defer: Defer) => Promise<void>): Promise<void> {
  const ends: (() => Promise<unknown>)[] = []
  const stopAll = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) {
      await end().catch(error => logger.warn({ err: error }, 'a part could not be stopped'))
    }
  }
  const signalled = new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
  })
  try {
    await start((resource, end) => {
      ends.push(() => end(resource))
      return resource
    })
    await signalled
  } catch (error) {
    logger.fatal({ err: error }, error instanceof Error ? error.message : 'the start failed')
    process.exitCode = 1
  }
  await stopAll()
}
