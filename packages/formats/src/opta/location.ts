import type { Point, Side } from '@touchline/contracts'
import { toMatchPitch } from '../pitch.ts'
import type { OptaAction } from './action.ts'
import { qualifiers, types } from './codes.ts'

/** Where an action began and ended on the match's pitch. Opta counts to 100, y from the acting team's right. */
export function locationOf(action: OptaAction, side: Side): { start?: Point; end?: Point } {
  const onPitch = (x: number, y: number) =>
    toMatchPitch({ x: x / 100, y: 1 - y / 100 }, side, action.periodId)
  const { x, y } = action
  const end = endOf(action)
  // Opta writes 0, 0 where an action has no place.
  const isPlaced = x !== undefined && y !== undefined && (x !== 0 || y !== 0)
  return {
    ...(isPlaced && { start: onPitch(x, y) }),
    ...(end && { end: onPitch(...end) }),
  }
}

const shots: ReadonlySet<number> = new Set([types.miss, types.post, types.attemptSaved, types.goal])

function endOf(action: OptaAction): [x: number, y: number] | undefined {
  const { passEndX, passEndY, blockedX, blockedY, goalMouthY } = qualifiers
  if (action.typeId === types.pass) return pair(numberOf(action, passEndX), numberOf(action, passEndY))
  if (!shots.has(action.typeId)) return undefined
  return (
    pair(numberOf(action, blockedX), numberOf(action, blockedY)) ?? pair(100, numberOf(action, goalMouthY))
  )
}

const pair = (x: number | undefined, y: number | undefined): [number, number] | undefined =>
  x === undefined || y === undefined ? undefined : [x, y]

function numberOf({ qualifiers: values }: OptaAction, id: number): number | undefined {
  const text = values.get(id)
  return text !== undefined && /^-?\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined
}
