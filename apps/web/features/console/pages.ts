import { may, type Role, type Ruled } from '@touchline/contracts/authorization'

export interface ConsolePage {
  readonly href: string
  readonly label: string
  /** The sequence that goes there. */
  readonly keys: string
  /** Who may not call it does not see the page. */
  readonly needs: Ruled
}

export const consolePages: readonly ConsolePage[] = [
  { href: '/console', label: 'Pipeline', keys: 'g p', needs: 'pipeline.overview' },
  { href: '/console/dead-letters', label: 'Dead letters', keys: 'g d', needs: 'deadLetter.list' },
  { href: '/console/replays', label: 'Replays', keys: 'g r', needs: 'replay.list' },
  { href: '/console/events', label: 'Events', keys: 'g e', needs: 'event.search' },
  { href: '/console/matches', label: 'Matches', keys: 'g m', needs: 'matchDesk.list' },
  { href: '/console/deliveries', label: 'Deliveries', keys: 'g l', needs: 'delivery.reports' },
  { href: '/console/audit', label: 'Audit', keys: 'g a', needs: 'audit.search' },
  { href: '/console/access', label: 'Access', keys: 'g k', needs: 'apiKey.list' },
  { href: '/console/people', label: 'People', keys: 'g o', needs: 'person.list' },
]

export const pagesFor = (role: Role): readonly ConsolePage[] =>
  consolePages.filter(({ needs }) => may(role, needs))

/** The page that an address belongs to: the longest that it begins with. */
export const pageAt = (path: string): ConsolePage | undefined =>
  consolePages
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]
