import { DocumentFault } from '../document-fault.ts'
import { nameText } from '../element.ts'
import { limits } from '../limits.ts'
import type { Squads } from '../parsed.ts'
import { readText } from '../read-text.ts'
import { type Attributes, readXml } from '../read-xml.ts'

interface Reading {
  readonly sides: Record<string, string | undefined>
  readonly teamNames: Map<string, string>
  readonly players: Map<string, string>
  teamId: string
  playerId: string
  person: Record<string, string | undefined>
  competition: string | undefined
  venue: string | undefined
}

/** Opta's F7: who plays whom, with which players. Of F24 it tells the names. Throws a `DocumentFault`. */
export function parseSquads(input: Uint8Array | string): Squads {
  const reading: Reading = {
    sides: {},
    teamNames: new Map(),
    players: new Map(),
    teamId: '',
    playerId: '',
    person: {},
    competition: undefined,
    venue: undefined,
  }
  readXml(readText(input), {
    open: (name, attributes) => openers[name]?.(reading, attributes),
    close: (name, text) => closers[name]?.(reading, text.trim()),
  })
  const { home, away } = reading.sides
  if (home === undefined || away === undefined)
    throw new DocumentFault('is not Opta\'s F7: it has no <TeamData> with Side "Home" and "Away"')
  const fixture = {
    home: reading.teamNames.get(home) ?? home,
    away: reading.teamNames.get(away) ?? away,
    ...(reading.competition !== undefined && { competition: reading.competition }),
    ...(reading.venue !== undefined && { venue: reading.venue }),
  }
  return { teams: { home, away }, fixture, players: reading.players }
}

/** F7 puts a letter before an id that F24 has bare: `t569`, `p111319`. */
const bareId = (id: string | undefined): string => (id ?? '').replace(/^[a-z]+/i, '').slice(0, 120)

const openers: Readonly<Record<string, (reading: Reading, attributes: Attributes) => void>> = {
  TeamData: (reading, { Side, TeamRef }) => {
    const id = bareId(TeamRef)
    if (id !== '' && (Side === 'Home' || Side === 'Away')) reading.sides[Side.toLowerCase()] ??= id
  },
  Team: (reading, { uID }) => {
    reading.teamId = bareId(uID)
  },
  Player: (reading, { uID }) => {
    reading.playerId = bareId(uID)
    reading.person = {}
  },
  TeamOfficial: reading => {
    reading.playerId = ''
    reading.person = {}
  },
}

const closers: Readonly<Record<string, (reading: Reading, text: string) => void>> = {
  Name: (reading, text) => {
    if (isName(text) && reading.teamId !== '' && reading.teamNames.size < limits.depth)
      reading.teamNames.set(reading.teamId, text)
  },
  Team: reading => {
    reading.teamId = ''
  },
  First: (reading, text) => {
    reading.person.first = text
  },
  Last: (reading, text) => {
    reading.person.last = text
  },
  Known: (reading, text) => {
    reading.person.known = text
  },
  Player: reading => {
    const { first, last, known } = reading.person
    const name = known || [first, last].filter(Boolean).join(' ')
    if (reading.playerId !== '' && isName(name)) reading.players.set(reading.playerId, name)
    reading.playerId = ''
  },
}

const isName = (text: string): boolean => nameText.safeParse(text).success
