import type { Visitor } from '@touchline/api/console'
import { ownPath } from '../features/door/next-path.ts'
import { consoleServer } from './console.ts'

type Params = Record<string, string | string[] | undefined>

export interface DoorPageProps {
  readonly searchParams: Promise<Params>
}

/** Who asks for a page. */
export const visitorHere = async (headers: Headers): Promise<Visitor> =>
  (await consoleServer()).visitorOf(headers)

/** What somebody wanted before they were led to the door: a path of our own, whatever the address says. */
export function wantedOf({ next }: Params): string | undefined {
  return typeof next === 'string' ? ownPath(next) : undefined
}
