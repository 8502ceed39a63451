/** A seeded source of numbers: the same seed gives the same sequence on every machine. Not for secrets. */
export interface Random {
  /** In [0, 1). */
  next(): number
  between(from: number, to: number): number
  /** Both ends included. */
  integer(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** An independent stream: what it draws does not move this one. */
  fork(name: string): Random
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return state >>> 0
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for a script. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function createRandom(seed: string): Random {
  const next = mulberry32(hash(seed))
  const between = (from: number, to: number) => from + next() * (to - from)
  const integer = (from: number, to: number) => Math.floor(between(from, to + 1))
  return {
    next,
    between,
    integer,
    chance: probability => next() < probability,
    pick: choices => {
      const chosen = choices[integer(0, choices.length - 1)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    fork: name => createRandom(`${seed}/${name}`),
  }
}
