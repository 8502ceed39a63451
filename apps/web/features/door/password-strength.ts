export const leastPasswordChars = 12
export const mostPasswordChars = 128

export interface PasswordStrength {
  readonly level: 'short' | 'fair' | 'good' | 'strong'
  readonly text: string
}

/** By its length, which counts most; a password of one repeated piece counts as that piece alone. */
export function strengthOf(password: string): PasswordStrength {
  const chars = [...password].length
  const left = leastPasswordChars - chars
  if (left > 0) return { level: 'short', text: `${left} more character${left === 1 ? '' : 's'} at least.` }
  if (new Set(password.toLowerCase()).size < 5)
    return { level: 'fair', text: 'Long enough, but of few different characters.' }
  if (chars < 16) return { level: 'fair', text: 'Long enough. A few words more are better.' }
  return chars < 20 ? { level: 'good', text: 'Good.' } : { level: 'strong', text: 'Strong.' }
}
