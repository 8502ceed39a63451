import { expect, it } from 'vitest'
import { createBacklog } from './backlog.ts'

const never = new AbortController().signal
const fill = async (capacity: number, texts: string, patienceMs: number | null = null) => {
  const backlog = createBacklog({ name: 'stadium-1', capacity, patienceMs })
  for (const text of texts) await backlog.append(text, `id-${text}`, never)
  return backlog
}

it('gives what follows a number, and its oldest to a reader far behind', async () => {
  const backlog = await fill(3, 'abc')
  backlog.acknowledge(3)
  await backlog.append('d', undefined, never)
  expect(backlog.read(0, 10)).toEqual({ texts: ['b', 'c', 'd'], last: 4 })
  expect(backlog.read(2, 1)).toEqual({ texts: ['c'], last: 3 })
  expect(backlog.read(4, 10)).toEqual({ texts: [], last: 4 })
  expect(backlog.find('id-a')).toBeUndefined()
})

it('finds the first place of an id, so that what came between it and its repeat is not missed', async () => {
  const backlog = await fill(10, 'aba')
  expect(backlog.find('id-a')).toBe(1)
})

it('waits rather than drop what nobody has read', async () => {
  const backlog = await fill(2, 'ab')
  let appended = false
  const appending = backlog.append('c', undefined, never).then(() => {
    appended = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(appended).toBe(false)
  backlog.acknowledge(1)
  await appending
  expect(backlog.read(0, 10).texts).toEqual(['b', 'c'])
  expect(backlog.unread()).toBe(2)
})

it('says that nobody reads, once its patience is over', async () => {
  const backlog = await fill(1, 'a', 20)
  await expect(backlog.append('b', undefined, never)).rejects.toThrow('nobody reads stadium-1')
})

it('stops waiting when told to', async () => {
  const backlog = await fill(1, 'a')
  const stop = new AbortController()
  const appending = backlog.append('b', undefined, stop.signal)
  stop.abort()
  await expect(appending).rejects.toThrow()
})
