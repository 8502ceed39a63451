/** Of a configured address, the origin: what browsers send as `Origin`. */
export const originsOf = (publicUrls: readonly string[]): readonly string[] =>
  publicUrls.map(url => new URL(url).origin)

/**
 * Whether a request that may change something was sent by a page of ours: it says so by an `Origin` from the list,
 * and where the browser tells how it relates to us, that is `same-origin`. The `Host` header has no say.
 */
export function isSameOrigin(request: Request, publicUrls: readonly string[]): boolean {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  return origin !== null && originsOf(publicUrls).includes(origin)
}
