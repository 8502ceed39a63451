import { isInstant, isOpaqueId } from './opaque-ids.ts'

/**
 * The one table of what is public, which every view follows (docs/console.md says it in words).
 *
 * Published: what a stored event holds by its type's schema. Fans have it, so the console shows it, a post's author too.
 * Not published: all that came and was not stored, such as a dead letter. Of that are shown: the names of the fields
 * that its schema knows, texts that the schema itself names (types, sides, kinds), and at these paths values of a shape
 * that tells nothing else. All else is hidden. Nothing is looked through for what might be secret.
 */
export const shownUnpublished: Readonly<Record<string, (value: string | number) => boolean>> = {
  matchId: isId,
  sourceEventId: isId,
  occurredAt: isTime,
  ingestedAt: isTime,
  revision: value => isTime(value) || isSmallNumber(value),
  'clock.period': isSmallNumber,
  'clock.seconds': isSmallNumber,
  'fixture.kickoffAt': isTime,
  'payload.kickoffAt': isTime,
  'payload.home': isSmallNumber,
  'payload.away': isSmallNumber,
  'payload.score.home': isSmallNumber,
  'payload.score.away': isSmallNumber,
}

function isId(value: string | number): boolean {
  return typeof value === 'string' && isOpaqueId(value)
}

function isTime(value: string | number): boolean {
  return typeof value === 'string' && isInstant(value)
}

/** Scores, periods and clocks are; a telephone's or a card's number is not. */
function isSmallNumber(value: string | number): boolean {
  return typeof value === 'number' && Math.abs(value) < 100_000 && String(value).length <= 8
}
