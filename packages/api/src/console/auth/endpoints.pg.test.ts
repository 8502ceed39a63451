import { describe, expect, it } from 'vitest'
import { createEngine } from './engine.ts'
import { useAuthHouse } from './testing/auth-house.ts'
import { createBrowser } from './testing/browser.ts'

const house = useAuthHouse()

/** All that answers below /api/auth. Another one takes a line here, its limits, and a row in the threats' list. */
const exposed = [
  'GET /get-session',
  'GET /jwks',
  'POST /change-password',
  'POST /revoke-sessions',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /sign-up/email',
  'POST /two-factor/enable',
  'POST /two-factor/verify-backup-code',
  'POST /two-factor/verify-totp',
]

describe('of what the engine can do', () => {
  it('only this list answers', async () => {
    const engine = createEngine({
      database: house.test.database,
      secret: 'a secret of thirty-two characters, or more',
      publicUrls: ['http://127.0.0.1:3000'],
    })
    const paths = new Set(
      Object.values(engine.api as Record<string, { path?: string }>).flatMap(({ path }) => path ?? []),
    )
    expect(paths.size).toBeGreaterThan(30)
    for (const line of exposed) paths.add(line.split(' ')[1] ?? '')
    const browser = createBrowser(house.auth)
    const answering: string[] = []
    const look = async (line: string, { status }: { readonly status: number }) => {
      if (status !== 404) answering.push(line)
    }
    for (const path of paths) {
      await look(`GET ${path}`, await browser.get(path))
      await look(`POST ${path}`, await browser.post(path, {}))
    }
    expect(answering.toSorted()).toEqual(exposed)
  })
})
