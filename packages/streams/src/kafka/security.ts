import { isLoopback, type KafkaSettings, type KafkaTls } from '@touchline/contracts/kafka'
import type { KafkaConfig, SASLOptions } from 'kafkajs'
import { createTokenSource } from './oauth-token.ts'

export type Security = Pick<KafkaConfig, 'ssl' | 'sasl'>

/** TLS and SASL as kafkajs takes them. One token source serves all connections that share the result. */
export function securityOf({ tls, sasl }: Pick<KafkaSettings, 'tls' | 'sasl'>): Security {
  return { ...(tls && { ssl: sslOf(tls) }), ...(sasl && { sasl: saslOf(sasl) }) }
}

function sslOf({ ca, cert, key }: KafkaTls) {
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
}

function saslOf(sasl: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer') return sasl as SASLOptions
  const token = createTokenSource(sasl)
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) }
}

/** What works, but should not be left so. */
export function securityWarnings({ brokers, tls, sasl }: KafkaSettings): string[] {
  const isOpen = sasl && !tls && brokers.some(broker => !isLoopback(broker.slice(0, broker.lastIndexOf(':'))))
  if (!isOpen) return []
  return [
    `Kafka is asked by SASL ${sasl.mechanism.toUpperCase()} without TLS, so others can read along: set KAFKA_TLS=1`,
  ]
}

const tlsCodes =
  /self-signed|SELF_SIGNED|UNABLE_TO_|unable to (verify|get)|CERT_|certificate|ERR_TLS_|ERR_SSL_|alert|Hostname\/IP/i

/** What to do about a connection that was refused for its credentials or its certificate; empty for other failures. */
export function adviceFor(reason: string): string {
  if (/mechanism is not supported/.test(reason))
    return ': set KAFKA_SASL_MECHANISM to one that the broker enables'
  if (/OAUTHBEARER/.test(reason))
    return ': the broker does not take the token; see KAFKA_OAUTH_SCOPE and its audience'
  if (/SASL .* failed|SASL .* Invalid|authentication failed/i.test(reason))
    return ': see KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD'
  if (tlsCodes.test(reason))
    return ': see KAFKA_TLS_CA, KAFKA_TLS_CERT and KAFKA_TLS_KEY, and the names in KAFKA_BROKERS'
  return ''
}
