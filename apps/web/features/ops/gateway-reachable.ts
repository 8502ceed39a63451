const timeoutMs = 2_000

/** Whether the gateway answers at all; bounded to 2 s. */
export async function gatewayReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health/live', url), {
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
