import { createHmac, timingSafeEqual } from 'node:crypto'
import { symmetricDecrypt } from 'better-auth/crypto'
import type { Engine } from './engine.ts'

const periodMs = 30_000
/** The code before and the one after count too: clocks differ, and people type slowly. */
const steps = [-1, 0, 1]

/** Whether an authenticator app with this secret (encrypted by the engine) shows the code now (RFC 6238). */
export async function showsCode(engine: Engine, encrypted: string, code: string): Promise<boolean> {
  const { secretConfig } = await engine.$context
  const key = Buffer.from(await symmetricDecrypt({ key: secretConfig, data: encrypted }))
  const now = Math.floor(Date.now() / periodMs)
  const given = Buffer.from(code)
  return steps
    .map(step => codeAt(key, now + step))
    .some(shown => shown.length === given.length && timingSafeEqual(shown, given))
}

function codeAt(key: Buffer, count: number): Buffer {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(count))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return Buffer.from(String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0'))
}
