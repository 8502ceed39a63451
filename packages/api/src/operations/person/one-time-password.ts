import { randomInt } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'

/** Without what looks like something else, so that it can be read out. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Five groups of four, 99 bits: good for one sign-in within a day, after which it has to be changed. */
export async function newOneTimePassword(): Promise<{ readonly text: string; readonly hash: string }> {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  const text = Array.from({ length: 5 }, group).join('-')
  return { text, hash: await hashPassword(text) }
}
