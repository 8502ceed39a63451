/** Reads the numbers that records are made of, one after the other. */
export class VarintReader {
  readonly bytes: Uint8Array
  offset = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** A number of at most 32 bits; throws RangeError where there is none. */
  int(): number {
    const raw = this.#bits(5)
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Passes over a number of at most 64 bits. */
  skipLong(): void {
    this.#bits(10)
  }

  /** Passes over bytes preceded by their number; -1 stands for none. */
  skipSized(): void {
    const size = this.int()
    if (size > 0) this.skip(size)
  }

  skip(count: number): void {
    this.goTo(this.offset + count)
  }

  /** On to a place ahead; throws RangeError if it lies behind, or past the end. */
  goTo(offset: number): void {
    if (offset < this.offset || offset > this.bytes.length) throw new RangeError('a record ends too early')
    this.offset = offset
  }

  #bits(maxBytes: number): number {
    let bits = 0
    for (let count = 0; count < maxBytes; count += 1) {
      const byte = this.bytes[this.offset]
      if (byte === undefined) throw new RangeError('a record ends too early')
      this.offset += 1
      if (count < 5) bits |= (byte & 0x7f) << (7 * count)
      if (byte < 0x80) return bits >>> 0
    }
    throw new RangeError('a number in a record has too many bytes')
  }
}

export function varint(value: number): number[] {
  const bytes: number[] = []
  let left = ((value << 1) ^ (value >> 31)) >>> 0
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80)
    left >>>= 7
  }
  bytes.push(left)
  return bytes
}
