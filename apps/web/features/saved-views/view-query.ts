/** An address's query without what is no filter, such as what is open; empty, or beginning with `?`. */
export function viewQuery(params: URLSearchParams, leaveOut: readonly string[]): string {
  const kept = new URLSearchParams(params)
  for (const name of leaveOut) kept.delete(name)
  const text = kept.toString()
  return text === '' ? '' : `?${text}`
}
