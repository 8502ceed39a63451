import { z } from 'zod'

const origin = z.url({
  protocol: /^https?$/,
  error: 'must be an http(s) origin, such as http://localhost:4000',
})

const schema = z.object({
  /** Where browsers reach the gateway. Without it: the page's own host name, port 4000. */
  GATEWAY_PUBLIC_URL: origin.optional(),
  /** Where this server reaches the gateway, for its readiness. */
  GATEWAY_INTERNAL_URL: origin.optional(),
})

/** Read at run time, so that one build serves any address. */
export function readEnv(source: NodeJS.ProcessEnv = process.env) {
  const parsed = schema.safeParse({
    GATEWAY_PUBLIC_URL: source.GATEWAY_PUBLIC_URL || undefined,
    GATEWAY_INTERNAL_URL: source.GATEWAY_INTERNAL_URL || undefined,
  })
  if (!parsed.success) throw new Error(`The web app's settings are wrong:\n${z.prettifyError(parsed.error)}`)
  const { GATEWAY_PUBLIC_URL: gatewayPublicUrl, GATEWAY_INTERNAL_URL: internal } = parsed.data
  return { gatewayPublicUrl, gatewayInternalUrl: internal ?? gatewayPublicUrl ?? 'http://127.0.0.1:4000' }
}
