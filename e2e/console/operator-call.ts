import type { Ruled } from '@touchline/contracts'
import type { Page } from 'playwright-core'

/** Calls a procedure as whoever is signed in on a page; what it answers. Throws where it is refused. */
export async function callAs<Answer>(page: Page, procedure: Ruled, input: object): Promise<Answer> {
  const answer = await page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`/api/operator/${path}`, { method: 'POST', headers, body })
      return { ok: response.ok, text: await response.text() }
    },
    [procedure, JSON.stringify(input)] as const,
  )
  if (!answer.ok) throw new Error(`${procedure}: ${answer.text}`)
  return (JSON.parse(answer.text) as { result: { data: Answer } }).result.data
}
