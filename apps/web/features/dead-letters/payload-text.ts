import { hiddenMarker } from '@touchline/contracts/wire'
import { tooDeepAt } from '../kit/json/json-depth.ts'

export type ParsedText = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseText(text: string): ParsedText {
  if (tooDeepAt(text) !== undefined) return { ok: false }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

/** More digits than a number of JavaScript keeps: written anew they would change. */
const longNumber = /\d{16}/

/** Over several lines a payload grows; past this it might be more than is taken. */
const mostPrettyChars = 500_000

/** A payload as it is read best; what is no JSON, or would change or grow too large by being written anew, as it came. */
export function prettyText(text: string | null): string {
  if (text === null) return ''
  const parsed = parseText(text)
  if (!parsed.ok || longNumber.test(text)) return text
  const pretty = JSON.stringify(parsed.value, null, 2)
  return pretty.length > mostPrettyChars ? text : pretty
}

interface Shown {
  /** The payload while its sensitive fields were shown. */
  readonly revealed: unknown
  /** The same with markers in their places. */
  readonly masked: unknown
}

/**
 * What somebody typed while sensitive fields were shown, with those they left as they were hidden again; undefined
 * where it is no JSON, so that nothing can be told apart.
 */
export function hideAgain(text: string, shown: Shown): string | undefined {
  const parsed = parseText(text)
  if (!parsed.ok) return undefined
  return JSON.stringify(hideMember(parsed.value, shown.revealed, shown.masked), null, 2)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function hideMember(typed: unknown, revealed: unknown, masked: unknown): unknown {
  const isHidden = typeof masked === 'string' && masked !== revealed
  if (isHidden) return isSame(typed, revealed) ? masked : typed
  if (!isObject(typed) || !isObject(revealed) || !isObject(masked)) return typed
  if (Array.isArray(typed))
    return typed.map((inner, place) => hideMember(inner, at(revealed, place), at(masked, place)))
  const shown = Object.entries(typed).map(([name, inner]) => [
    name,
    hideMember(inner, at(revealed, name), at(masked, name)),
  ])
  // One member stands for all whose names are hidden; of these, what was changed stays as it was typed.
  if (at(masked, hiddenMarker) !== hiddenMarker) return Object.fromEntries(shown)
  const isUntouched = (name: string) =>
    !Object.hasOwn(masked, name) && Object.hasOwn(revealed, name) && isSame(typed[name], revealed[name])
  const kept = shown.filter(([name]) => !isUntouched(String(name)))
  return Object.fromEntries(kept.length < shown.length ? [...kept, [hiddenMarker, hiddenMarker]] : kept)
}

const at = (value: Record<string, unknown>, name: string | number): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
