export interface DoorRefusal {
  readonly ok: false
  readonly code: string
  /** Fit for people. */
  readonly message: string
  /** By the field's name. */
  readonly faults: Readonly<Record<string, string>>
}
export type DoorAnswer<T> = { readonly ok: true; readonly value: T } | DoorRefusal

interface RefusalBody {
  readonly error?: {
    readonly code?: string
    readonly message?: string
    readonly faults?: readonly { readonly path: string; readonly message: string }[]
  }
}

const timeoutMs = 15_000
const away: DoorRefusal = {
  ok: false,
  code: 'away',
  message: 'The server did not answer. Look at your connection and try again.',
  faults: {},
}

/** Asks the door for something; whatever goes wrong comes back as words. */
export async function callDoor<T>(path: string, body: object = {}): Promise<DoorAnswer<T>> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const said = (await response.json()) as T & RefusalBody
    return response.ok ? { ok: true, value: said } : refusalOf(said, response)
  } catch {
    return away
  }
}

function refusalOf({ error = {} }: RefusalBody, response: Response): DoorRefusal {
  const { code = 'internal', message = 'something went wrong on our side', faults = [] } = error
  const minutes = Math.ceil(Number(response.headers.get('retry-after') ?? 0) / 60)
  const words = code === 'rate-limited' ? `too many attempts; try again in ${minutes} min` : message
  return {
    ok: false,
    code,
    message: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
    faults: Object.fromEntries(faults.map(fault => [fault.path, fault.message])),
  }
}
