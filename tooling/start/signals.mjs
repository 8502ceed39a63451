const repeatAfterMs = 1_500
const launcherCheckMs = 1_000

/**
 * Turns SIGINT, SIGTERM and SIGHUP into two requests: `stop`, and `hurry` when one comes again. npm passes
 * on a signal that the terminal has sent to us already, so a repeat within 1.5 s is the same request.
 * @param {{ followLauncher: boolean }} options `followLauncher` also stops when the parent process is gone
 */
export function listenForSignals({ followLauncher }) {
  const stop = new AbortController()
  const hurry = new AbortController()
  let firstAt = 0
  const ask = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now()
      stop.abort()
    } else if (performance.now() - firstAt > repeatAfterMs) hurry.abort()
  }
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, ask)
  if (followLauncher) {
    const launcher = process.ppid
    setInterval(() => process.ppid !== launcher && !stop.signal.aborted && ask(), launcherCheckMs).unref()
  }
  return { stop: stop.signal, hurry: hurry.signal }
}
