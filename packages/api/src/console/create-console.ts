import { anonymous } from '@touchline/contracts'
import type { DatabaseSettings } from '@touchline/contracts/database'
import type { KafkaSettings } from '@touchline/contracts/kafka'
import type { Database } from '@touchline/db'
import type { ApiContext } from '../context.ts'
import type { RecordReader } from '../operations/event/read-record.ts'
import { operatorRouter } from '../operator-router.ts'
import { type Auth, isSameOrigin, type Visitor } from './auth/index.ts'
import { createDoor } from './door.ts'
import { createEventSearch } from './opensearch/create-event-search.ts'
import { createOperatorHandler } from './operator-handler.ts'

export interface ConsoleSettings {
  readonly databaseSettings: DatabaseSettings
  /** Where the log is; unset: in the database. */
  readonly kafka?: KafkaSettings | undefined
  /** What sessions are signed with. */
  readonly authSecret: string
  /** The origins at which people open the console; requests from pages of other origins are refused. */
  readonly publicUrls: readonly string[]
  /** What API keys are made with; without it none can be made. */
  readonly apiKeyPepper?: string | undefined
  /** Whether fans may make accounts by themselves. Default true. */
  readonly fansMaySignUp?: boolean | undefined
  /** Domains at which fans can't make accounts: those of operators. */
  readonly reservedDomains?: readonly string[] | undefined
  /** How many proxies of our own stand before this server. Default 0. */
  readonly trustedProxies?: number | undefined
  /** Where events are looked for first; without it PostgreSQL finds them. */
  readonly openSearchUrl?: string | undefined
  /** Where traces can be looked at, with `{traceId}` in it. */
  readonly traceUrlTemplate?: string | undefined
  /** Told of faults of ours at the door. */
  readonly onUnexpected?: ((error: unknown) => void) | undefined
}

/** The server side of the console: who somebody is, and what operators may call. */
export interface Console {
  /** Answers `/api/operator/…`. */
  operator(request: Request): Promise<Response>
  /** Answers `/api/auth/…`. */
  auth(request: Request): Promise<Response>
  /** Answers `/api/fan-token`. */
  fanToken(request: Request): Promise<Response>
  visitorOf(headers: Headers): Promise<Visitor>
  ping(): Promise<void>
  close(): Promise<void>
}

export interface ConsoleParts extends Omit<ConsoleSettings, 'databaseSettings' | 'authSecret'> {
  readonly database: Database
  readonly auth: Auth
  /** Reads one record of the log, for an event's life. */
  readonly readRecord?: RecordReader | undefined
}

export function createConsole(parts: ConsoleParts): Console {
  const {
    database,
    auth,
    publicUrls,
    apiKeyPepper,
    openSearchUrl,
    traceUrlTemplate,
    onUnexpected,
    readRecord,
  } = parts
  const door = createDoor()
  const now = () => new Date()
  const openSearch = openSearchUrl === undefined ? undefined : { url: openSearchUrl }
  const eventSearch = createEventSearch({ database, openSearch, now, onError: onUnexpected ?? (() => {}) })
  const contextFor = (visitor: Visitor): ApiContext => {
    const operator = visitor.kind === 'operator' ? visitor.operator : undefined
    return {
      database,
      feeds: { join: () => Promise.reject(new Error('the console has no feeds')) },
      caller: {
        identity: anonymous,
        enter: () => door.enter(operator?.id ?? ''),
        take: () => Promise.resolve(),
      },
      now,
      eventSearch,
      readRecord,
      traceUrlTemplate,
      ...(operator && { operator }),
      ...(apiKeyPepper !== undefined && { apiKeyPepper }),
    }
  }
  return {
    operator: createOperatorHandler({
      router: operatorRouter,
      isSameOrigin: request => isSameOrigin(request, publicUrls),
      contextOf: async request => contextFor(await auth.visitorOf(request.headers)),
    }),
    auth: request => auth.handle(request),
    fanToken: request => auth.fanToken(request),
    visitorOf: headers => auth.visitorOf(headers),
    ping: () => database.ping(),
    close: () => database.close(),
  }
}
