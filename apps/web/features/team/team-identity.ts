/** How a team looks when all that is known of it is its name. */
export interface TeamIdentity {
  readonly name: string
  /** Two or three letters. */
  readonly initials: string
  /** CSS colours: the shirt, and what is legible on it. */
  readonly color: string
  readonly onColor: string
}

const shirts = [
  ['#d7263d', '#fff'],
  ['#1b5fd1', '#fff'],
  ['#f2a900', '#1c1403'],
  ['#0f8b8d', '#fff'],
  ['#7a3ff2', '#fff'],
  ['#e4572e', '#fff'],
  ['#4c9f38', '#fff'],
  ['#c2187a', '#fff'],
  ['#2aa6df', '#04202d'],
  ['#8c5a2b', '#fff'],
] as const

/** Both teams of a fixture, always in different shirts. */
export function teamIdentities(home: string, away: string): { home: TeamIdentity; away: TeamIdentity } {
  const homeShirt = hash(home) % shirts.length
  const wanted = hash(away) % shirts.length
  const awayShirt = wanted === homeShirt ? (wanted + 1) % shirts.length : wanted
  return { home: identity(home, homeShirt), away: identity(away, awayShirt) }
}

function identity(name: string, shirt: number): TeamIdentity {
  const [color, onColor] = shirts[shirt] ?? shirts[0]
  return { name, initials: initialsOf(name), color, onColor }
}

/** `Harbour City` is HC, `Northgate` is NOR. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(word => /^[\p{L}\p{N}]/u.test(word))
  if (words.length === 0) return '?'
  if (words.length === 1) return [...name.trim()].slice(0, 3).join('').toUpperCase()
  return words
    .slice(0, 3)
    .map(word => [...word][0] ?? '')
    .join('')
    .toUpperCase()
}

/** FNV-1a: small, and the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return value
}
