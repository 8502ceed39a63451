import type { Side } from '@touchline/contracts'
import type { Random } from './random.ts'

/** Clubs, grounds and people of these scripts are invented. */
const clubs = [
  { name: 'Harbour City', ground: 'Lantern Quay' },
  { name: 'Northgate Rovers', ground: 'Weir Lane' },
  { name: 'Kestrel Vale', ground: 'The Aviary' },
  { name: 'Saltmarsh United', ground: 'Tidewall Park' },
  { name: 'Amberford', ground: 'Foundry Road' },
  { name: 'Ravensholt Athletic', ground: 'Highmoor' },
  { name: 'Port Elowen', ground: 'Beacon Field' },
  { name: 'Thistledown', ground: 'Orchard End' },
] as const
const competitions = ['Meridian Cup', 'Coastal League', 'Lantern Trophy'] as const
const given =
  'Ada Bram Chidi Dario Elif Fenn Goran Hana Idris Jonas Kofi Luca Milo Nuno Omar Pavel Quim Rafa Sven Tomas Umar Viktor Wes Xabi Yusuf Zeno'.split(
    ' ',
  )
const family =
  'Okafor Lindqvist Marchetti Tanaka Duarte Novak Ferreira Haddad Quill Brandt Sorensen Achebe Vasquez Moreau Kowal Ibsen Petrov Rowntree Castellan Mbeki Harlow Yilmaz Strand Oyelaran'.split(
    ' ',
  )

export interface Squad {
  readonly club: string
  /** On the pitch; the goalkeeper first. */
  readonly playing: string[]
  readonly bench: string[]
  readonly booked: Set<string>
}
export interface Cast {
  readonly home: Squad
  readonly away: Squad
  readonly competition: string
  readonly venue: string
}

export const other = (side: Side): Side => (side === 'home' ? 'away' : 'home')

export function castMatch(random: Random): Cast {
  const home = random.pick(clubs)
  const away = random.pick(clubs.filter(club => club !== home))
  const names = peopleNames(random, 36)
  const squad = (club: string, from: number): Squad => ({
    club,
    playing: names.slice(from, from + 11),
    bench: names.slice(from + 11, from + 18),
    booked: new Set(),
  })
  return {
    home: squad(home.name, 0),
    away: squad(away.name, 18),
    competition: random.pick(competitions),
    venue: home.ground,
  }
}

function peopleNames(random: Random, count: number): string[] {
  const names = new Set<string>()
  while (names.size < count) names.add(`${random.pick(given)} ${random.pick(family)}`)
  return [...names]
}

/** Anyone but the goalkeeper, who scores and fouls too rarely to be believed. */
export const outfielder = (random: Random, { playing }: Squad): string => random.pick(playing.slice(1))
