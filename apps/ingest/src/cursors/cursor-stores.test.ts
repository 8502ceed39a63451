import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@touchline/telemetry'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createFileCursorStore } from './file-cursor-store.ts'
import { createMemoryCursorStore } from './memory-cursor-store.ts'

const logger = createLogger({ service: 'test', level: 'silent' })

async function newPath() {
  const folder = await mkdtemp(join(tmpdir(), 'cursors-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'deeper', 'cursors.json')
}

it('memory: gives back what was saved last', async () => {
  const store = createMemoryCursorStore()
  expect(await store.load('a')).toBeUndefined()
  await store.save('a', '1')
  await store.save('a', '2')
  expect(await store.load('a')).toBe('2')
})

it('file: another process finds the cursors, and no draft is left over', async () => {
  const path = await newPath()
  const store = await createFileCursorStore(path, logger, 60_000)
  await store.save('stadium:north', '41')
  await store.save('stadium:north', '42')
  await store.close()
  const next = await createFileCursorStore(path, logger)
  expect(await next.load('stadium:north')).toBe('42')
  expect(await readdir(join(path, '..'))).toEqual(['cursors.json'])
})

it('file: many saves are one write, which comes by itself', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const path = await newPath()
  const store = await createFileCursorStore(path, logger, 30)
  for (let n = 0; n < 1_000; n++) await store.save('a', String(n))
  expect(vi.getTimerCount()).toBe(1)
  await expect(readFile(path)).rejects.toThrow()
  vi.advanceTimersByTime(30)
  await store.close()
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: '999' })
})

it('file: a damaged file is no cursor rather than a failed start', async () => {
  const path = await newPath()
  await (await createFileCursorStore(path, logger)).close()
  await writeFile(path, '{"a": 1')
  const store = await createFileCursorStore(path, logger)
  expect(await store.load('a')).toBeUndefined()
  await store.save('a', '5')
  await store.close()
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: '5' })
})
