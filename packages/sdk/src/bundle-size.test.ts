import { expect, it } from 'vitest'
import { gzippedBytes } from '../scripts/bundle.ts'

const limitBytes = 12 * 1024

it('fits a page: at most 12 KB by gzip, all that it runs on included', { timeout: 60_000 }, async () => {
  const bytes = await gzippedBytes('src/index.ts')
  process.stdout.write(`@touchline/sdk: ${bytes} of ${limitBytes} bytes by gzip\n`)
  expect(bytes).toBeLessThanOrEqual(limitBytes)
})
