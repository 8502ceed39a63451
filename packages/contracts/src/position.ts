/** A place in one match's feed. `seq` counts from 1; 0 stands before the first event. */
export interface Position {
  readonly epoch: number
  readonly seq: number
}

export const positionPattern = /^(\d{1,9}):(\d{1,10})$/

/** Writes a position as `epoch:seq`, the form of every feed id. */
export const formatPosition = ({ epoch, seq }: Position): string => `${epoch}:${seq}`

/** Reads `epoch:seq`; undefined if the text is no position. */
export function parsePosition(text: string): Position | undefined {
  const found = positionPattern.exec(text)
  return found ? { epoch: Number(found[1]), seq: Number(found[2]) } : undefined
}

/** Negative if `a` comes before `b`: by epoch, then by seq. */
export const comparePositions = (a: Position, b: Position): number => a.epoch - b.epoch || a.seq - b.seq
