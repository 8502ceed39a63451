export const zoneCookieName = 'touchline_zone'

export interface ZoneSetting {
  /** What the person chose: their browser's zone, or one by name. */
  readonly choice: 'browser' | (string & {})
  /** The zone itself; for `browser` the one it had last time, so that the server draws the same. */
  readonly zone: string
  readonly absolute: boolean
}

export const usualZone: ZoneSetting = { choice: 'browser', zone: 'UTC', absolute: false }

export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** `browser:Europe/Berlin:relative`; whatever else a cookie holds gives the usual setting. */
export function parseZoneCookie(text: string | undefined): ZoneSetting {
  const [choice = '', zone = '', show = ''] = decoded(text ?? '').split(':')
  if (!isZone(zone) || (choice !== 'browser' && choice !== zone)) return usualZone
  return { choice, zone, absolute: show === 'absolute' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

export const writeZoneCookie = ({ choice, zone, absolute }: ZoneSetting): string =>
  encodeURIComponent(`${choice}:${zone}:${absolute ? 'absolute' : 'relative'}`)
