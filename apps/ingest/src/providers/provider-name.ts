import { providerNameSchema } from '@touchline/contracts'
import { z } from 'zod'

/** A source that we call: its name, and the address under which its endpoint stands. */
export const endpointSchema = z.object({
  id: providerNameSchema,
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
})
export type Endpoint = z.infer<typeof endpointSchema>

/** `path` below an endpoint's address, whether or not that ends with a slash. */
export function addressBelow(
  endpoint: Endpoint,
  path: string,
  query: Record<string, string | undefined>,
): URL {
  const address = new URL(path, endpoint.url.endsWith('/') ? endpoint.url : `${endpoint.url}/`)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, value)
  }
  return address
}
