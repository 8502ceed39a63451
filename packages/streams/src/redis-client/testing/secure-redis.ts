import type { RedisSecurity } from '../../../../../tooling/stack/redis.ts'
import { startRedis, startRedisCluster } from '../../../../../tooling/stack/redis.ts'
import { freePort } from '../../../../../tooling/stack/service-process.ts'
import { temporaryFolder } from '../../../../../tooling/test/temporary-folder.ts'
import { type Certificates, createCertificates, type Issued } from '../../kafka/testing/certificates.ts'

export interface SecureRedisOptions {
  readonly cluster?: boolean
  /** What the servers' certificate holds. Default `DNS:localhost`: none of their addresses, as a cluster tells them. */
  readonly names?: string
  /** True: whoever connects needs a certificate, too. */
  readonly asksClients?: boolean
}

export interface SecureRedis {
  readonly ports: readonly number[]
  readonly authority: Certificates
  /** A user with no more rights than docs/deployment/redis.md gives it. */
  readonly username: string
  readonly password: string
  /** A user who may only read. */
  readonly reader: { readonly username: string; readonly password: string }
  readonly clientCertificate: Issued
  stop(): Promise<void>
}

const username = 'touchline'
const password = 'p@ss:word/1'
const reader = { username: 'reader', password: 'reader' }
/** As the docs have it. */
const rights = ['resetchannels', '&touchline:*', '~touchline:*', '+@all', '-@admin', '-@dangerous', '+info']

/** TLS only, and nobody comes in without a user. Real servers, one or a cluster of three. */
export async function startSecureRedis(options: SecureRedisOptions = {}): Promise<SecureRedis> {
  const folder = temporaryFolder('secure-redis')
  const authority = createCertificates(folder.path)
  const server = authority.issue('server', options.names ?? 'DNS:localhost')
  const clientCertificate = authority.issue('client', 'DNS:client')
  const ports = await Promise.all(Array.from({ length: options.cluster ? 3 : 1 }, () => freePort()))
  const running = await start(ports)
  return {
    ports,
    authority,
    username,
    password,
    reader,
    clientCertificate,
    async stop() {
      await running.stop()
      folder.remove()
    },
  }

  function start([port = 0, ...others]: readonly number[]) {
    const secured = (own: number) => security(own, { options, authority, server, clientCertificate })
    if (!options.cluster) return startRedis({ dataDir: folder.path, port, security: secured(port) })
    return startRedisCluster({
      dataDir: `${folder.path}/nodes`,
      ports: [port, ...others],
      securityOf: secured,
    })
  }
}

interface Parts {
  readonly options: SecureRedisOptions
  readonly authority: Certificates
  readonly server: Issued
  readonly clientCertificate: Issued
}

function security(port: number, { options, authority, server, clientCertificate }: Parts): RedisSecurity {
  return {
    serverFlags: [
      ...['--port', '0', '--tls-port', String(port), '--tls-ca-cert-file', authority.caFile],
      ...['--tls-cert-file', server.certFile, '--tls-key-file', server.keyFile],
      ...['--tls-auth-clients', options.asksClients ? 'yes' : 'no'],
      ...(options.cluster ? ['--tls-cluster', 'yes'] : []),
      ...['--user', 'default', 'off'],
      ...['--user', 'admin', 'on', '>admin', '~*', '&*', '+@all'],
      ...['--user', 'reader', 'on', '>reader', '~*', '+@read', '+@connection', '+cluster', '+info'],
      ...['--user', username, 'on', `>${password}`, ...rights],
    ],
    cliFlags: [
      ...['--tls', '--cacert', authority.caFile, '--sni', 'localhost'],
      ...['--cert', clientCertificate.certFile, '--key', clientCertificate.keyFile],
      ...['--user', 'admin', '--pass', 'admin', '--no-auth-warning'],
    ],
  }
}
