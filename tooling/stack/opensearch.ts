import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { mavenJars } from './maven-jars.ts'
import { type RunningService, type RunOptions, runService, untilHealthy } from './service-process.ts'

const version = '2.18.0'

export interface OpenSearchOptions extends RunOptions {
  /** Begun anew: nothing of an earlier run is kept. */
  readonly dataDir: string
  readonly port: number
  /** Default: `port` + 1. */
  readonly transportPort?: number
}

export interface RunningOpenSearch extends RunningService {
  readonly url: string
}

/**
 * One OpenSearch node on 127.0.0.1, for tests: the server itself with its HTTP module and none of the others, so it
 * knows the analyzers that are built in and no more.
 */
export async function startOpenSearch(options: OpenSearchOptions): Promise<RunningOpenSearch> {
  const home = resolve(options.dataDir)
  const jars = await mavenJars({ name: 'opensearch', version })
  const { module, library } = sortJars(jars)
  writeHome(home, options)
  for (const jar of module) copyFileSync(join(jars, jar), join(home, moduleFolder, jar))
  const service = runService({
    command: 'java',
    args: [
      ...['-Xms256m', '-Xmx256m', ...javaFlags],
      ...[`-Dopensearch.path.home=${home}`, `-Dopensearch.path.conf=${join(home, 'config')}`],
      ...['-cp', library.map(jar => join(jars, jar)).join(':'), 'org.opensearch.bootstrap.OpenSearch'],
    ],
    stopSignal: 'SIGTERM',
    ...(options.detached === undefined ? {} : { detached: options.detached }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  })
  const url = `http://127.0.0.1:${options.port}`
  const probe = async () => (await fetch(`${url}/_cluster/health`)).ok
  await untilHealthy('OpenSearch', service, { timeoutMs: 90_000, logFile: options.logFile, probe })
  return { ...service, url }
}

const moduleFolder = 'modules/transport-netty4'

/** Without its native parts it also runs as root, as containers do. */
const javaFlags = [
  '-Djava.security.manager=allow',
  '-Djna.nosys=true',
  '-Djna.nounpack=true',
  '-Djna.boot.library.path=/nonexistent',
  '-Dlog4j2.disable.jmx=true',
  '-Dlog4j.shutdownHookEnabled=false',
]

/** A jar may stand in one place alone: the module's own are not among the server's. */
function sortJars(folder: string): { readonly module: string[]; readonly library: string[] } {
  const isOfModule = (jar: string) => /^(netty|transport-netty4)-/.test(jar)
  const all = readdirSync(folder)
  return { module: all.filter(isOfModule), library: all.filter(jar => !isOfModule(jar)) }
}

function writeHome(home: string, { port, transportPort = port + 1 }: OpenSearchOptions): void {
  for (const folder of [moduleFolder, 'config', 'logs', 'plugins'])
    mkdirSync(join(home, folder), { recursive: true })
  const write = (file: string, lines: readonly string[]) =>
    writeFileSync(join(home, file), `${lines.join('\n')}\n`)
  write('config/opensearch.yml', [
    'cluster.name: touchline-test',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${transportPort}`,
    // A disk that is almost full is no reason to refuse what a test writes.
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ])
  write('config/log4j2.properties', [
    'appender.console.type = Console',
    'appender.console.name = console',
    'appender.console.layout.type = PatternLayout',
    'appender.console.layout.pattern = [%d][%p][%c{1}] %m%n',
    'rootLogger.level = warn',
    'rootLogger.appenderRef.console.ref = console',
  ])
  write(`${moduleFolder}/plugin-descriptor.properties`, [
    'name=transport-netty4',
    'description=HTTP and transport',
    'classname=org.opensearch.transport.Netty4Plugin',
    `version=${version}`,
    `opensearch.version=${version}`,
    'java.version=11',
  ])
  write(`${moduleFolder}/plugin-security.policy`, [
    'grant {',
    '  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";',
    '  permission java.net.SocketPermission "*", "accept,connect";',
    '  permission java.lang.RuntimePermission "*", "setContextClassLoader";',
    '  permission java.lang.RuntimePermission "getClassLoader";',
    '  permission java.util.PropertyPermission "sun.nio.ch.bugLevel", "write";',
    '};',
  ])
}
