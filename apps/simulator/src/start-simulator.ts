import type { AddressInfo } from 'node:net'
import type { Logger, Metrics } from '@touchline/telemetry'
import type { FakeSource, RunningSimulator, SimulatorOptions } from './options.ts'
import { createWebhookSender, type WebhookSender } from './partner/webhook-sender.ts'
import { type Books, createBooks, type KnownNumbers } from './play/books.ts'
import { playScript } from './play/play-script.ts'
import { scriptOptionsSchema } from './script/options.ts'
import { createFakeServers, type FakeServers } from './servers/app.ts'
import type { Backlog } from './servers/backlog.ts'

/** Starts the fake sources, then plays the script. Throws if the options are wrong or the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { logger, metrics, host, port, patienceMs = null, heartbeatMs = 2_000 } = options
  const script = options.script && scriptOptionsSchema.parse(options.script)
  const stopping = new AbortController()
  const books = createBooks(script?.seed ?? '')
  const send = createSender(options, books)
  let started = false
  const servers = createFakeServers({
    logger,
    metrics,
    patienceMs,
    heartbeatMs,
    stadiums: script?.matches ?? 1,
    signal: stopping.signal,
    started: () => started,
    progress: () => progress(),
  })
  const progress = () => books.read({ sensor: unread(servers.stadiums), social: unread(servers.feeds) })
  await servers.app.listen({ host, port })
  started = true
  const address = servers.app.server.address() as AddressInfo
  const [stadiums, [feed]] = [[...servers.stadiums.values()], [...servers.feeds.values()]]

  const play = async (): Promise<KnownNumbers> => {
    if (!script || !feed) return progress()
    const onSent = countSent(metrics)
    await playScript({
      options: script,
      stadiums,
      feed,
      send,
      books,
      logger,
      onSent,
      signal: stopping.signal,
    })
    await drained(servers, options.drainMs ?? 30_000, stopping.signal, logger)
    return progress()
  }
  const finished = play().catch(error => {
    if (stopping.signal.aborted) return progress()
    logger.error({ err: error }, 'the script can not be played on')
    throw error
  })
  finished.catch(() => {})
  const urls = (path: string, backlogs: ReadonlyMap<string, Backlog>): FakeSource[] =>
    [...backlogs.keys()].map(id => ({ id, url: `${baseUrl(host, address.port)}/${path}/${id}` }))
  return {
    port: address.port,
    stadiums: () => urls('stadiums', servers.stadiums),
    socialFeeds: () => urls('feeds', servers.feeds),
    progress,
    finished,
    async stop() {
      stopping.abort()
      await finished.catch(() => {})
      await servers.app.close()
    },
  }
}

function createSender(
  { ingestUrl, partner, patienceMs = null, logger }: SimulatorOptions,
  books: Books,
): WebhookSender {
  return createWebhookSender({
    ingestUrl,
    partner,
    patienceMs,
    onRetry: retry => {
      books.partner.retries += 1
      logger.warn({ ...retry }, 'the webhook is tried again')
    },
  })
}

function countSent(metrics: Metrics) {
  const sent = metrics.counter(
    'touchline_simulator_sent_total',
    'What the fake sources sent, by source and kind',
  )
  return (source: string, kind: string) => sent.add(1, { source, kind })
}

const unread = (backlogs: ReadonlyMap<string, Backlog>): number =>
  [...backlogs.values()].reduce((sum, backlog) => sum + backlog.unread(), 0)

/** Waits until readers have fetched everything, or for `drainMs` without any of them coming. */
async function drained(
  servers: FakeServers,
  drainMs: number,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  for (const [id, backlog] of [...servers.stadiums, ...servers.feeds]) {
    for (let before = -1; backlog.unread() > 0 && backlog.unread() !== before; ) {
      before = backlog.unread()
      await backlog.changed(AbortSignal.any([signal, AbortSignal.timeout(drainMs)]))
      signal.throwIfAborted()
    }
    if (backlog.unread() > 0) logger.warn({ source: id, unread: backlog.unread() }, 'nobody fetched the rest')
  }
}

/** An address for people and programs on this machine; listening everywhere is reached by loopback. */
const baseUrl = (host: string, port: number): string => {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
