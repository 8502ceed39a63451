import type { MatchEvent, MatchSnapshot } from '@touchline/contracts'
import type { TestHouse } from './house.ts'

async function get<T>({ ports }: TestHouse, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${ports.gateway}/v1${path}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

export const getMatch = (house: TestHouse, matchId: string) =>
  get<MatchSnapshot>(house, `/matches/${matchId}`)

/** Every event of a match, page by page. */
export async function allEvents(house: TestHouse, matchId: string): Promise<MatchEvent[]> {
  const events: MatchEvent[] = []
  let after = ''
  for (;;) {
    const page = await get<{ items: MatchEvent[]; next: string | null }>(
      house,
      `/matches/${matchId}/events?limit=1000${after && `&after=${after}`}`,
    )
    events.push(...page.items)
    if (!page.next || page.items.length === 0) return events
    after = page.next
  }
}
