import { encode } from 'uqr'
import { z } from 'zod'
import { answered, refused } from '../answers.ts'
import { ask, askerOf, endpoint, inTurn } from '../door.ts'
import { passwordLimits } from './limits.ts'
import { password } from './person-input.ts'

/** Begins enrolling: a secret for an authenticator app and backup codes. Nothing holds before a code confirms it. */
export const enableSecondFactor = endpoint({
  input: z.strictObject({ password }),
  answer: async (door, visit) => {
    const { found } = visit
    if (!found) return refused('sign-in-again')
    if (found.mustChangePassword || found.twoFactorEnabled) return refused('state-conflict')
    const limits = passwordLimits(found.sessionId)
    return inTurn(door, askerOf(found), async () => {
      const retryAfterSeconds = await door.attempts.take(limits)
      if (retryAfterSeconds !== undefined) return refused('rate-limited', { retryAfterSeconds })
      const answer = await ask(door, visit, { path: '/two-factor/enable', body: visit.input })
      if (!answer.ok) return refused(answer.code)
      await door.attempts.forget(limits)
      const uri = String(answer.body.totpURI)
      const secret = new URL(uri).searchParams.get('secret') ?? ''
      return answered({ uri, secret, qr: qrOf(uri), backupCodes: answer.body.backupCodes }, answer.cookies)
    })
  },
})

/** The code's dark modules as an SVG path, in a square of `size` units. */
function qrOf(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { border: 2, ecc: 'M' })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: path.join('') }
}
