const gatewayPort = 4000
const hostName = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d+)?$/

/** The gateway beside a page: same host name, port 4000. Undefined for a host that is none. */
export function gatewayBeside(host: string, protocol: string): string | undefined {
  const name = hostName.exec(host)?.[1]
  return name && `${protocol === 'https:' ? 'https' : 'http'}://${name}:${gatewayPort}`
}

/** What a page must be allowed to connect to: the gateway over HTTP and over WebSocket. */
export function connectSources(gatewayUrl: string | undefined): string[] {
  if (!gatewayUrl) return []
  const { origin } = new URL(gatewayUrl)
  return [origin, origin.replace(/^http/, 'ws')]
}
