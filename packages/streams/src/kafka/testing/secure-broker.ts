import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningKafka, startKafka } from '../../../../../tooling/stack/kafka.ts'
import { freePort } from '../../../../../tooling/stack/service-process.ts'
import { type Certificates, createCertificates } from './certificates.ts'

export interface SecureBroker extends Pick<RunningKafka, 'stop'> {
  readonly certificates: Certificates
  /** `host:port`: TLS and any SASL mechanism, TLS with a client's certificate, SASL without TLS, neither. */
  readonly at: Readonly<Record<'saslTls' | 'mutualTls' | 'saslOpen' | 'open', string>>
}

const module = (name: string, options = '') =>
  `org.apache.kafka.common.security.${name} required${options && ` ${options}`};`

/** A broker that asks who comes: the user `app` by PLAIN and SCRAM, any unsigned token, any certificate of its authority. */
export async function startSecureBroker(folder: string, password: string): Promise<SecureBroker> {
  const certificates = createCertificates(folder)
  const { cert, key } = certificates.issue('broker')
  const keyFile = join(folder, 'broker-with-key.pem')
  writeFileSync(keyFile, key + cert)
  const [port, sasl, mutual, saslOpen] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  const broker = await startKafka({
    dataDir: join(folder, 'data'),
    port,
    heapMegabytes: 300,
    scramUsers: { app: password },
    listeners: [
      { name: 'SASLTLS', port: sasl, protocol: 'SASL_SSL' },
      { name: 'MUTUAL', port: mutual, protocol: 'SSL' },
      { name: 'SASLOPEN', port: saslOpen, protocol: 'SASL_PLAINTEXT' },
    ],
    properties: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keyFile,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': certificates.caFile,
      'listener.name.mutual.ssl.client.auth': 'required',
      ...Object.fromEntries(
        ['sasltls', 'saslopen'].flatMap(name => Object.entries(saslProperties(name, password))),
      ),
    },
  })
  const address = (of: number) => `127.0.0.1:${of}`
  return {
    stop: broker.stop,
    certificates,
    at: {
      saslTls: address(sasl),
      mutualTls: address(mutual),
      saslOpen: address(saslOpen),
      open: address(port),
    },
  }
}

function saslProperties(listener: string, password: string): Record<string, string> {
  const prefix = `listener.name.${listener}`
  const jaas = 'sasl.jaas.config'
  const unsecured = 'org.apache.kafka.common.security.oauthbearer.internals.unsecured'
  return {
    [`${prefix}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    [`${prefix}.plain.${jaas}`]: module('plain.PlainLoginModule', `user_app="${password}"`),
    [`${prefix}.scram-sha-256.${jaas}`]: module('scram.ScramLoginModule'),
    [`${prefix}.scram-sha-512.${jaas}`]: module('scram.ScramLoginModule'),
    [`${prefix}.oauthbearer.${jaas}`]: module(
      'oauthbearer.OAuthBearerLoginModule',
      'unsecuredLoginStringClaim_sub="b"',
    ),
    [`${prefix}.oauthbearer.sasl.server.callback.handler.class`]: `${unsecured}.OAuthBearerUnsecuredValidatorCallbackHandler`,
  }
}
