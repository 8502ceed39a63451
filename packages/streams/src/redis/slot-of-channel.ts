const slots = 16_384

/**
 * The Redis Cluster slot of a channel: CRC16 (XMODEM) of the name, or of what stands between its first `{` and
 * the next `}` if that is not empty, modulo 16,384. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
 */
export function slotOfChannel(channel: string): number {
  const open = channel.indexOf('{')
  const close = open < 0 ? -1 : channel.indexOf('}', open + 1)
  return crc16(Buffer.from(close > open + 1 ? channel.slice(open + 1, close) : channel)) % slots
}

function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    crc &= 0xffff
  }
  return crc
}
