import { logHeaders } from '@touchline/contracts'
import fc from 'fast-check'
import { storedEvent } from './records.ts'

/** Text as JavaScript may hold it: NUL, halves of characters, thousands of them. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 5_000, minLength: 150, size: 'max' }),
  fc.constantFrom('', '\u0000', 'cut \ud83d', '\udc00', '__proto__', 'constructor', 'm1'),
)
const anyBytes = fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes))
const anyJson = fc.json({ maxDepth: 4 }).map(text => Buffer.from(text))
/** One field of a good event, replaced by whatever JSON holds. */
const almostEvent = fc
  .tuple(
    fc.uuid(),
    fc.constantFrom('matchId', 'sourceEventId', 'type', 'occurredAt', 'payload', 'provider', 'clock'),
    fc.oneof(anyText, fc.jsonValue({ maxDepth: 2 })),
  )
  .map(([id, field, value]) => Buffer.from(JSON.stringify(storedEvent(id, { [field]: value }))))
const event = fc.uuid().map(id => Buffer.from(JSON.stringify(storedEvent(id))))

export const anyValue = fc.oneof(anyBytes, anyJson, almostEvent, event)
export const anyHeaderName = fc.oneof(fc.constantFrom(...Object.values(logHeaders)), anyText)
