import { mayBeFan } from '../door/fan-mark.ts'

const timeoutMs = 5_000

/**
 * A fan's token for the gateway; empty for whoever is signed in as none. A browser without a fan's session asks for
 * nothing, and where the web app does not answer the fan watches without a name.
 */
export async function fanToken(): Promise<string> {
  if (!mayBeFan(document.cookie)) return ''
  try {
    const response = await fetch('/api/fan-token', { method: 'POST', signal: AbortSignal.timeout(timeoutMs) })
    const { token } = (await response.json()) as { token?: string | null }
    return token ?? ''
  } catch {
    return ''
  }
}
