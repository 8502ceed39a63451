import type { Logger } from './logger.ts'

type Part = { stop(): Promise<void> } | { close(): Promise<void> }

/**
 * What every main does: start, then, at SIGINT, SIGTERM or SIGHUP, end the parts in the order given, and exit.
 * A start that fails is logged and exits with 1; a second signal exits at once.
 */
export async function runMain(
  logger: Logger,
  start: (logger: Logger) => Promise<readonly Part[]>,
): Promise<void> {
  try {
    const parts = await start(logger)
    let stopping = false
    const stop = () => {
      if (stopping) process.exit(1)
      stopping = true
      void endAll(parts, logger).then(() => process.exit())
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  } catch (error) {
    logger.fatal({ err: error }, 'could not start')
    process.exit(1)
  }
}

async function endAll(parts: readonly Part[], logger: Logger): Promise<void> {
  for (const part of parts) {
    const ended = 'stop' in part ? part.stop() : part.close()
    await ended.catch(error => logger.error({ err: error }, 'a part did not stop well'))
  }
}
