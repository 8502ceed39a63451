import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

export type Inflated =
  | { readonly ok: true; readonly body: Buffer }
  | {
      readonly ok: false
      readonly code: 'unsupported-encoding' | 'payload-too-large' | 'invalid-json'
      readonly message: string
    }

const inflate = promisify(gunzip)

/**
 * The body behind its `Content-Encoding`. gzip is inflated piece by piece and given up once more than `maxBytes` have
 * come out, so that a few bytes can't become many. To be called for authentic bodies alone: it costs more than a hash.
 */
export async function inflateBody(
  body: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Inflated> {
  const named = (encoding ?? 'identity').trim().toLowerCase()
  if (named === 'identity' || named === '') return { ok: true, body }
  if (named !== 'gzip' && named !== 'x-gzip') {
    return { ok: false, code: 'unsupported-encoding', message: 'Send the body as it is, or with gzip.' }
  }
  try {
    return { ok: true, body: await inflate(body, { maxOutputLength: maxBytes }) }
  } catch (error) {
    if (isTooLarge(error))
      return { ok: false, code: 'payload-too-large', message: 'The inflated body is too large.' }
    return { ok: false, code: 'invalid-json', message: 'The body is not gzip.' }
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
