import { type Logger as PinoLogger, pino } from 'pino'

/** Structured log lines on standard output, one JSON object each. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(bindings: Record<string, unknown>): Logger
}

/** Paths that never reach a log line, whatever object is logged. */
const secretPaths = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secrets',
  'token',
  'signature',
  'apiKey',
  // Of an error of Redis: its command may be the one that signs in.
  'args',
]

export interface LoggerOptions {
  readonly service: string
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

export function createLogger({ service, level = 'info' }: LoggerOptions): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        ...secretPaths.flatMap(path => [path, `*.${path}`, `*.*.${path}`]),
        'err.*.command.args',
        'err.aggregateErrors[*].command.args',
      ],
      censor: '[redacted]',
    },
  })
}
