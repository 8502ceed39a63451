interface Box {
  readonly width: number
  readonly height: number
}

const strokePx = 1.5

/** The points of a line that fills the box, oldest at the left; values that are no numbers are left out. */
export function sparklinePoints(values: readonly number[], { width, height }: Box): string {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return ''
  const low = Math.min(...finite)
  const span = Math.max(...finite) - low
  const stepPx = finite.length > 1 ? (width - strokePx) / (finite.length - 1) : 0
  const room = height - strokePx
  return finite
    .map((value, place) => {
      const x = strokePx / 2 + place * stepPx
      const y =
        span === 0 || !Number.isFinite(span) ? height / 2 : strokePx / 2 + room * (1 - (value - low) / span)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}
