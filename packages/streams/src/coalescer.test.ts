import { expect, test } from 'vitest'
import { createCoalescer } from './coalescer.ts'

function recording() {
  const batches: number[][] = []
  const gates: (() => void)[] = []
  const send = (items: readonly number[]) => {
    batches.push([...items])
    return new Promise<void>(resolve => gates.push(resolve))
  }
  return { batches, send, finish: () => gates.shift()?.() }
}

const settings = {
  bytesOf: () => 10,
  maxSendBytes: 30,
  maxPendingBytes: 60,
  timeoutMs: 60_000,
  refuse: (reason: string) => new Error(reason),
}
const turn = () => new Promise(resolve => setImmediate(resolve))

test('sends what waited together, in order, within the size of a batch', async () => {
  const { batches, send, finish } = recording()
  const coalescer = createCoalescer({ ...settings, send })
  const added = [1, 2, 3, 4, 5].map(coalescer.add)
  await turn()
  expect(batches).toEqual([[1, 2, 3]])
  added.push(coalescer.add(6))
  finish()
  await turn()
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
  finish()
  await Promise.all(added)
})

test('refuses what would pass the bound, and takes more once there is room', async () => {
  const { send, finish } = recording()
  const coalescer = createCoalescer({ ...settings, send })
  const added = [1, 2, 3, 4, 5, 6].map(coalescer.add)
  await expect(coalescer.add(7)).rejects.toThrow('60 bytes wait already')
  await turn()
  finish()
  await added[0]
  added.push(coalescer.add(8))
  await turn()
  finish()
  await turn()
  finish()
  await Promise.all(added)
})

test('rejects a batch that failed, refuses items past their time, and goes on', async () => {
  let failures = 1
  const send = async () => {
    if (failures-- > 0) throw new Error('broken')
  }
  const coalescer = createCoalescer({ ...settings, send })
  await expect(coalescer.add(1)).rejects.toThrow('broken')
  await coalescer.add(2)
  const late = createCoalescer({ ...settings, send, timeoutMs: -1 })
  await expect(late.add(3)).rejects.toThrow('nothing was sent within')
})

test('refuses everything after it was closed', async () => {
  const coalescer = createCoalescer({ ...settings, send: async () => {} })
  const added = coalescer.add(1)
  await coalescer.close()
  await added
  await expect(coalescer.add(2)).rejects.toThrow('closed')
})
