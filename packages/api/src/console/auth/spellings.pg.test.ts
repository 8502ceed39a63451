import { describe, expect, it } from 'vitest'
import { endpointPaths } from './handle.ts'
import { useAuthHouse } from './testing/auth-house.ts'
import { origin } from './testing/browser.ts'

const house = useAuthHouse()

const percent = (character: string) => `%${character.charCodeAt(0).toString(16)}`
/** Other ways to write an endpoint's address, some of which a router in front may take for the same. */
const oddSpellings = (path: string): string[] => [
  `/api/auth//${path.slice(1)}`,
  `//api/auth${path}`,
  `/api//auth${path}`,
  `/api/auth${path}/`,
  `/api/auth${path}//`,
  `/api/auth${path};v=1`,
  `/api/auth${path}%00`,
  `/api/auth${path}%20`,
  `/api/auth${path.replaceAll('/', '%2f')}`,
  `/api/auth${path.replaceAll('/', '%5c')}`,
  `/api/auth/${percent(path.charAt(1))}${path.slice(2)}`,
  `/api/auth${path.slice(0, -1)}${percent(path.slice(-1))}`,
  `/api/%61uth${path}`,
  `/api%2fauth${path}`,
  `/API/AUTH${path}`,
  `/api/auth${path.toUpperCase()}`,
  `/api/auth/x${path}`,
  `/api/autx${path}`,
  `/elsewher${path}`,
]
/** What a URL's own rules make the plain address of. */
const plainSpellings = (path: string): string[] => [
  `/api/auth${path}?a=b`,
  `/api/auth${path}#part`,
  `/api/auth/x/..${path}`,
  `/api/auth/x/%2e%2e${path}`,
  `/api/auth/.${path}`,
  `\\api\\auth${path}`,
]

async function statusOf(address: string): Promise<number> {
  const headers = { origin, 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.9' }
  const request = new Request(`${origin}${address}`, { method: 'POST', headers, body: '{"email":1}' })
  return (await house.auth.handle(request)).status
}

describe("an endpoint's address that is written oddly", () => {
  it('is not there', async () => {
    expect(endpointPaths.length).toBe(8)
    for (const address of endpointPaths.flatMap(oddSpellings))
      expect([address, await statusOf(address)]).toEqual([address, 404])
  })

  it('or is the plain one, with its limits', async () => {
    for (const path of endpointPaths) {
      const status = await statusOf(`/api/auth${path}`)
      expect(status).not.toBe(404)
      for (const address of plainSpellings(path))
        expect([address, await statusOf(address)]).toEqual([address, status])
    }
  })
})
