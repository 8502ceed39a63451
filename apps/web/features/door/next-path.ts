/** What the door says comes next, and where somebody of this kind begins. */
export interface Step {
  readonly next: 'nothing' | 'second-factor' | 'change-password' | 'enrol'
  readonly home?: '/console' | '/' | undefined
}

const nowhere = 'http://door.invalid'

/** A path of our own, or undefined for whatever leads, or could be read as leading, to another site. */
export function ownPath(text: string | null | undefined): string | undefined {
  if (!text || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return undefined
  const url = URL.canParse(text, nowhere) ? new URL(text, nowhere) : undefined
  if (url?.origin !== nowhere) return undefined
  const path = `${url.pathname}${url.search}${url.hash}`
  return path.startsWith('//') ? undefined : path
}

const withNext = (path: string, wanted: string | undefined): string =>
  wanted === undefined ? path : `${path}?next=${encodeURIComponent(wanted)}`

/** Where to go after a step at the door, to come at last to what was wanted. */
export function placeAfter({ next, home = '/' }: Step, wanted: string | null | undefined): string {
  const own = ownPath(wanted)
  return next === 'nothing' ? (own ?? home) : withNext(`/${next}`, own)
}

/** Another page of the door that remembers what was wanted. */
export const doorPath = (
  page: 'sign-in' | 'sign-up' | 'change-password',
  wanted: string | null | undefined,
) => withNext(`/${page}`, ownPath(wanted))
