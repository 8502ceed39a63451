/**
 * Where the parts of a JSON text stand in its bytes, so that a part can be kept exactly as it was sent, and so
 * that one broken part does not take its neighbours with it. Counts brackets and skips strings; judges nothing.
 */

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/** The members (of an object) or elements (of an array) of a container that is the whole of `bytes`. */
export function slicesOf(bytes: Buffer): Buffer[] | undefined {
  const whole = trimmed(bytes)
  const cuts = [...cutsOf(whole)]
  if (cuts.at(-1) !== whole.length - 1 || !closing.has(whole.at(-1) ?? 0)) return undefined
  return cuts
    .map((cut, index) => trimmed(whole.subarray((cuts[index - 1] ?? 0) + 1, cut)))
    .filter(slice => slice.length > 0)
}

/** The commas of the outermost container, then its end; nothing more once it has ended. */
function* cutsOf(whole: Buffer): Generator<number> {
  let depth = 0
  for (let at = 0; at < whole.length; at++) {
    const byte = whole[at] ?? 0
    if (byte === quote) at = endOfString(whole, at)
    depth += depthChange(byte)
    if (depth === 0) return yield at
    if (byte === comma && depth === 1) yield at
  }
}

const depthChange = (byte: number): number => Number(opening.has(byte)) - Number(closing.has(byte))

/** The value of an object's last member of that name. */
export function memberOf(bytes: Buffer, name: string): Buffer | undefined {
  const label = `"${name}"`
  const member = slicesOf(bytes)?.findLast(slice => slice.subarray(0, label.length).toString() === label)
  if (!member) return undefined
  const value = trimmed(member.subarray(label.length))
  return value[0] === 0x3a ? trimmed(value.subarray(1)) : undefined
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

function trimmed(bytes: Buffer): Buffer {
  let start = 0
  let end = bytes.length
  while (start < end && isSpace(bytes[start])) start++
  while (end > start && isSpace(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}
