/** Below this a crowd is counted one by one. */
export const exactBelow = 100

/** A crowd's size as it is told: exact below 100, then to two significant digits, so within 5 %. */
export function coarse(count: number): number {
  if (count < exactBelow) return count
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1)
  return Math.round(count / unit) * unit
}
