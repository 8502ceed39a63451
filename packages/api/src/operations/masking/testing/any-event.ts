import { eventTypes, type Source } from '@touchline/contracts'
import fc from 'fast-check'
import { schemaPaths } from '../schema-fields.ts'

export const sources = fc.constantFrom<Source>('sensor', 'broadcast', 'social')

const knownNames = [...new Set([...schemaPaths].flatMap(path => path.split('.')))]
const names = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...knownNames) },
  fc.constantFrom('author', 'eMail', 'phone', 'card', '__proto__', 'constructor', '0', '•••• hidden'),
  fc.string({ maxLength: 8 }),
)

export const anyJson: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map(entries => Object.fromEntries(entries)),
  ),
})).value

const typed = fc.constantFrom<string>(...eventTypes, 'no-type')
const membersOf = (maxLength: number) =>
  fc.array(fc.tuple(names, anyJson), { maxLength }).map(entries => Object.fromEntries(entries))

/** Something like an event, or a list of such. */
const oneEvent = fc
  .tuple(typed, membersOf(3), membersOf(6))
  .map(([type, envelope, payload]) => ({ matchId: 'm1', sourceEventId: 'e1', ...envelope, type, payload }))
export const anyEvent: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: oneEvent },
  fc.array(oneEvent, { maxLength: 3 }),
)

/** Events and other JSON that hold a secret somewhere: as a value, within one, as a name, or as JSON within a text. */
export const withSecret = (): fc.Arbitrary<{ value: unknown; secret: string }> =>
  fc
    .tuple(fc.oneof(anyEvent, anyJson), fc.uuid(), fc.nat(), fc.constantFrom(...plantings))
    .map(([value, id, at, plant]) => {
      const secret = `Zq ${id} qZ`
      return { value: planted(value, { secret, at, plant }), secret: id.slice(0, 8) }
    })

type Plant = (secret: string) => unknown
export const plantings: readonly Plant[] = [
  secret => secret,
  secret => `see https://x.example/?token=${secret}&a=1 for more`,
  secret => JSON.stringify({ inner: secret }),
  secret => [secret],
  secret => ({ [secret]: 1 }),
  secret => ({ deep: { deeper: [{ [`n ${secret}`]: secret }] } }),
]

interface Planting {
  readonly secret: string
  readonly at: number
  readonly plant: Plant
}

/** Puts the secret in the place of one member, of all that the value has anywhere. */
function planted(value: unknown, { secret, at, plant }: Planting): unknown {
  const places = countPlaces(value)
  let left = places === 0 ? -1 : at % places
  const walk = (member: unknown): unknown => {
    if (left === 0) {
      left -= 1
      return plant(secret)
    }
    left -= 1
    if (Array.isArray(member)) return member.map(walk)
    if (typeof member !== 'object' || member === null) return member
    return Object.fromEntries(Object.entries(member).map(([name, inner]) => [name, walk(inner)]))
  }
  return walk(value)
}

function countPlaces(member: unknown): number {
  if (typeof member !== 'object' || member === null) return 1
  return Object.values(member).reduce((sum: number, inner) => sum + countPlaces(inner), 1)
}

/** JSON with the members of every object in order. */
export const sortedJson = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
