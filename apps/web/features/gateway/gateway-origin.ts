/** How a page finds the gateway: at an address, or else on a port of the host that served the page. */
export interface GatewayPlace {
  readonly publicUrl: string | undefined
  readonly port: number
}

interface PageAddress {
  readonly host: string
  readonly protocol: string
}

const hostName = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d+)?$/

/** The gateway's address for a page. Undefined for a host that is none. */
export function gatewayUrlFor({ publicUrl, port }: GatewayPlace, page: PageAddress): string | undefined {
  if (publicUrl) return publicUrl
  const name = hostName.exec(page.host)?.[1]
  return name && `${page.protocol === 'https:' ? 'https' : 'http'}://${name}:${port}`
}

/** What a page must be allowed to connect to: the gateway over HTTP and over WebSocket. */
export function connectSources(gatewayUrl: string | undefined): string[] {
  if (!gatewayUrl) return []
  const { origin } = new URL(gatewayUrl)
  return [origin, origin.replace(/^http/, 'ws')]
}
