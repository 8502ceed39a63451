import { readSettings } from '@touchline/contracts/settings'
import { z } from 'zod'

const origin = z.url({
  protocol: /^https?$/,
  error: 'must be an http(s) origin, such as http://localhost:4000',
})

export const webEnvSchema = z.object({
  /** Where browsers reach the gateway. Without it: the page's own host name, on GATEWAY_PORT. */
  GATEWAY_PUBLIC_URL: origin.optional(),
  GATEWAY_PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  /** Where this server reaches the gateway, for its readiness. */
  GATEWAY_URL: origin.optional(),
  /** 1: serves `/dev/states`, every component in every state; for tests and screenshots. */
  DEV_PAGES: z.enum(['0', '1']).default('0'),
})

/** Whether this is `next dev`; put in when the app is built. */
export const isDevelopment = process.env.NODE_ENV === 'development'

/** Read at run time, so that one build serves any address. */
export function readEnv(source: NodeJS.ProcessEnv = process.env) {
  const env = readSettings(webEnvSchema, { title: "the web app's settings are not right", source })
  const { GATEWAY_PUBLIC_URL: publicUrl, GATEWAY_PORT: port, GATEWAY_URL: internalUrl } = env
  return {
    servesDevPages: isDevelopment || env.DEV_PAGES === '1',
    /** What a page needs in order to find the gateway. */
    gateway: { publicUrl, port },
    gatewayInternalUrl: internalUrl ?? publicUrl ?? `http://127.0.0.1:${port}`,
  }
}
