import type { Logger } from './logger.ts'

type Part = { stop(): Promise<void> } | { close(): Promise<void> }

/** A part that takes SIGHUP as the word to renew itself, and not to end. */
interface RenewablePart {
  stop(): Promise<void>
  renew(): void
}

/**
 * What every main does: start, then, at SIGINT, SIGTERM or SIGHUP, end the parts in the order given, and exit.
 * A start that fails is logged and exits with 1; a second signal exits at once. `stop` does what a first signal does.
 */
export async function runMain(
  logger: Logger,
  start: (logger: Logger, stop: () => void) => Promise<readonly (Part | RenewablePart)[]>,
): Promise<void> {
  try {
    const asked = Promise.withResolvers<void>()
    const parts = await start(logger, asked.resolve)
    let stopping = false
    const stop = () => {
      if (stopping) return
      stopping = true
      void endAll(parts, logger).then(() => process.exit())
    }
    let signalled = false
    const onSignal = () => {
      if (signalled) process.exit(1)
      signalled = true
      stop()
    }
    const renewable = parts.filter(part => 'renew' in part)
    const onHangUp = () => {
      for (const part of renewable) part.renew()
      if (renewable.length === 0) onSignal()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
    process.on('SIGHUP', onHangUp)
    void asked.promise.then(stop)
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
