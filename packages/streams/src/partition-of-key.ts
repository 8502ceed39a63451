const seed = 0x9747b28c
const multiplier = 0x5bd1e995

/**
 * The partition of a key: murmur2 of its UTF-8 bytes, made positive, modulo the count, as Kafka's own clients
 * compute it. Every adapter and every other client of the log so agrees on where a key stands.
 */
export function partitionOfKey(key: string | Uint8Array, partitions: number): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key
  return (murmur2(bytes) & 0x7fffffff) % partitions
}

/** Austin Appleby's MurmurHash2, 32 bits, with the seed that Kafka uses. */
function murmur2(bytes: Uint8Array): number {
  let hash = seed ^ bytes.length
  const tail = bytes.length & ~3
  for (let at = 0; at < tail; at += 4) hash = Math.imul(hash, multiplier) ^ mix(wordAt(bytes, at))
  if (bytes.length > tail) hash = Math.imul(hash ^ wordAt(bytes, tail), multiplier)
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

function mix(word: number): number {
  const mixed = Math.imul(word, multiplier)
  return Math.imul(mixed ^ (mixed >>> 24), multiplier)
}

/** Four bytes, little end first; missing ones count as zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (place: number) => (bytes[at + place] ?? 0) << (8 * place)
  return byte(0) | byte(1) | byte(2) | byte(3)
}
