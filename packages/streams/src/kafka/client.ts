import { Kafka, type LogEntry, logLevel } from 'kafkajs'
import { LogUnavailable } from '../event-log.ts'
import { within } from '../time-limit.ts'
import { adviceFor, type Security } from './security.ts'

/** Where the client's own messages go. What it calls an error is mostly a retry under way: a warning here. */
export interface KafkaLogger {
  debug(details: object, message: string): void
  warn(details: object, message: string): void
}

export interface KafkaClientOptions {
  /** `host:port` each. */
  readonly brokers: readonly string[]
  readonly clientId: string
  /** Default: neither TLS nor SASL. */
  readonly security?: Security
  readonly logger?: KafkaLogger
  /** Default 5,000. */
  readonly requestTimeoutMs?: number
}

export function createKafkaClient(options: KafkaClientOptions): Kafka {
  const { brokers, clientId, security, logger, requestTimeoutMs = 5_000 } = options
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...security,
    connectionTimeout: 1_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5, factor: 0.2, multiplier: 2 },
    logLevel: logger ? logLevel.INFO : logLevel.NOTHING,
    logCreator: () => entry => logger && write(logger, entry),
  })
}

function write(logger: KafkaLogger, { level, namespace, log }: LogEntry): void {
  const { message, timestamp: _, logger: __, stack: ___, ...details } = log
  logger[level <= logLevel.WARN ? 'warn' : 'debug']({ ...details, namespace }, message)
}

/** Runs work against the cluster; whatever fails, or takes too long, is LogUnavailable. */
export async function reaching<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  work.catch(() => {})
  try {
    return await within(timeoutMs, work, () => new Error(`no answer within ${timeoutMs} ms`))
  } catch (error) {
    throw unavailable(error)
  }
}

export function unavailable(cause: unknown): Error {
  if (cause instanceof LogUnavailable) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LogUnavailable(`Kafka can't be reached: ${reason}${adviceFor(reason)}`, { cause })
}
