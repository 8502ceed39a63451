import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { CompressionTypes } from 'kafkajs'
import { CompressionCodecs } from '../more-of-kafkajs.ts'
import { withFewHeaders } from './few-headers.ts'
import { unreadableRecords } from './unreadable.ts'

/** Our own topics hold no compressed batch; others' producers fill at most a few MiB. */
export const maxInflatedBytes = 8 * 1_048_576

type Decompress = (bytes: Buffer) => Promise<Buffer>
type Inflate = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

const asIs: Decompress = async bytes => bytes
const inflatedBy =
  (inflate: Inflate): Decompress =>
  bytes =>
    inflate(bytes, { maxOutputLength: maxInflatedBytes })
const unknown =
  (name: string): Decompress =>
  async () =>
    unreadableRecords(`compressed with ${name}, which is not read here`)
/** Node 20 has none. */
const unzstd: Decompress = zlib.zstdDecompress ? inflatedBy(promisify(zlib.zstdDecompress)) : unknown('zstd')

/**
 * Has kafkajs decode batches within bounds, in this process as a whole: few headers a record, few bytes inflated. It
 * asks for a codec for what is not compressed, too. What can't be read becomes records that say why. Batches of message
 * format 2 alone, which brokers have written since 0.11.
 */
export function boundDecoding(): void {
  if (isBounded) return
  isBounded = true
  const codecs: Record<number, () => object> = CompressionCodecs
  const bound = (type: number, decompress: Decompress) => {
    const { compress } = type === CompressionTypes.GZIP ? gzipCodec() : noCodec
    const read = (bytes: Buffer) => decompress(bytes).then(withFewHeaders).catch(unreadable)
    codecs[type] = () => ({ compress, decompress: read })
  }
  bound(CompressionTypes.None, asIs)
  bound(CompressionTypes.GZIP, inflatedBy(promisify(zlib.unzip)))
  bound(CompressionTypes.ZSTD, unzstd)
  bound(CompressionTypes.Snappy, unknown('snappy'))
  bound(CompressionTypes.LZ4, unknown('lz4'))
}

let isBounded = false
const gzipCodec: () => { readonly compress?: unknown } = CompressionCodecs[CompressionTypes.GZIP]
const noCodec: { readonly compress?: unknown } = {}

function unreadable(error: unknown): Buffer {
  const isTooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
  return unreadableRecords(
    isTooLarge ? `inflates to more than ${maxInflatedBytes} bytes` : 'holds what are no records',
  )
}
