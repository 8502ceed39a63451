import type { Point, Side } from '@touchline/contracts'

/**
 * From a pitch that is drawn as the acting team attacks it (its own goal at x = 0, the other at 1; y = 0 on its left)
 * to the one pitch of the match: home attacks x = 1 in the periods 1 and 3, x = 0 in 2 and 4, away the other way.
 * All kicks of a shoot-out go to x = 1.
 */
export function toMatchPitch(point: Point, side: Side, period: number): Point {
  const attacksRight = period === 5 || (side === 'home') === (period % 2 === 1)
  const { x, y } = attacksRight ? point : { x: 1 - point.x, y: 1 - point.y }
  return { x: rounded(x), y: rounded(y) }
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000
