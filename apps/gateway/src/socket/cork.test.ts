import { Writable } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { createCork } from './cork.ts'

it('lets what is written in one turn of the loop leave together, in order, and nothing stay', async () => {
  const writes: string[][] = []
  const connection = new Writable({
    write: (chunk, _encoding, done) => {
      writes.push([String(chunk)])
      done()
    },
    writev: (chunks, done) => {
      writes.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  const cork = createCork(connection)
  for (const text of ['a', 'b']) {
    cork()
    connection.write(text)
  }
  await Promise.resolve()
  connection.write('c')
  expect(writes).toEqual([])
  await vi.waitFor(() => expect(writes).toEqual([['a', 'b', 'c']]))
  cork()
  connection.write('d')
  await vi.waitFor(() => expect(writes).toEqual([['a', 'b', 'c'], ['d']]))
})
