import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, drainAll, faultyFiles, spoolRig, texts } from '../testing/spool-rig.ts'
import { SpoolDamaged, SpoolFull } from './faults.ts'
import { decodeFrames, encodeFrames } from './frames.ts'

const names = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `record ${from + n}`)
const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })

describe('what was appended', () => {
  it('is drained oldest first, in batches, and then the disk is empty', async () => {
    const { open, segments } = await spoolRig()
    const spool = await open({ segmentBytes: 100 })
    for (let n = 0; n < 25; n += 5) await spool.append(names(5, n).map(bytes))
    expect(spool.depth()).toEqual({ records: 25, bytes: 25 * 8 + names(25).join('').length })
    const batches: string[][] = []
    expect(await spool.drain(async records => void batches.push(texts(records)), { batch: 3 })).toBe(25)
    expect(batches.flat()).toEqual(names(25))
    expect(Math.max(...batches.map(batch => batch.length))).toBe(3)
    expect(spool.depth()).toEqual({ records: 0, bytes: 0 })
    expect(await segments()).toEqual([])
  })

  it('survives a restart, and goes before what comes after it', async () => {
    const { open } = await spoolRig()
    const first = await open()
    await first.append(names(3).map(bytes))
    const second = await open()
    expect(second.depth().records).toBe(3)
    await second.append(names(2, 3).map(bytes))
    const third = await open()
    expect(await drainAll(third)).toEqual(names(5))
    expect((await open()).depth()).toEqual({ records: 0, bytes: 0 })
  })

  it('may be any bytes, none included', async () => {
    const { open } = await spoolRig()
    const records = [Buffer.alloc(0), Buffer.alloc(40), Buffer.from([0, 255, 10])]
    await (await open()).append(records)
    const drained: Uint8Array[] = []
    await (await open()).drain(async part => void drained.push(...part), { batch: 10 })
    expect(drained.map(record => Buffer.from(record))).toEqual(records)
  })
})

describe('a drain', () => {
  it('whose send fails keeps that batch and all after it, and brings no batch before it again', async () => {
    const { open } = await spoolRig()
    const spool = await open()
    await spool.append(names(10).map(bytes))
    const sent: string[] = []
    const failing = spool.drain(
      async records => {
        if (sent.length >= 4) throw new Error('away again')
        sent.push(...texts(records))
      },
      { batch: 2 },
    )
    await expect(failing).rejects.toThrow('away again')
    expect(spool.depth().records).toBe(6)
    expect(sent.concat(await drainAll(spool))).toEqual(names(10))
  })

  it('that a killed process had begun comes again from the segment it stood in', async () => {
    const { open } = await spoolRig()
    const spool = await open()
    await spool.append(names(4).map(bytes))
    let batches = 0
    const begun = spool.drain(async () => void (++batches > 1 && (await Promise.reject(full))), { batch: 2 })
    await expect(begun).rejects.toThrow()
    expect(await drainAll(await open())).toEqual(names(4))
  })

  it('runs beside appends and loses none of them', async () => {
    const { open } = await spoolRig()
    const spool = await open({ segmentBytes: 200 })
    const drained: string[] = []
    const collect = async (records: readonly Uint8Array[]) => {
      drained.push(...texts(records))
    }
    const work: Promise<unknown>[] = []
    for (let n = 0; n < 200; n++) {
      work.push(spool.append([bytes(`record ${n}`)]))
      if (n % 7 === 0) work.push(spool.drain(collect, { batch: 4 }))
    }
    await Promise.all(work)
    await spool.drain(collect, { batch: 100 })
    expect(drained).toEqual(names(200))
  })

  it('waits for another that is under way, and sends only what that one left', async () => {
    const { open } = await spoolRig()
    const spool = await open()
    await spool.append(names(9).map(bytes))
    const drained: string[] = []
    const collect = async (records: readonly Uint8Array[]) => {
      await new Promise(setImmediate)
      drained.push(...texts(records))
    }
    expect(await Promise.all([1, 2].map(() => spool.drain(collect, { batch: 2 })))).toEqual([9, 0])
    expect(drained).toEqual(names(9))
  })

  it('is ended by a close between two batches, and the rest stays', async () => {
    const { open } = await spoolRig()
    const spool = await open()
    await spool.append(names(6).map(bytes))
    let closing: Promise<void> | undefined
    const close = async () => {
      closing = spool.close()
    }
    const first = spool.drain(close, { batch: 2 })
    expect(await first).toBe(2)
    await closing
    await expect(spool.append([bytes('late')])).rejects.toThrow('closed')
    expect(await drainAll(await open())).toEqual(names(6))
  })
})

describe('a full spool', () => {
  it('refuses what does not fit, keeps what it holds, and takes more once it is drained', async () => {
    const { open } = await spoolRig()
    const spool = await open({ maxBytes: 100 })
    await spool.append([Buffer.alloc(42, 'a'), Buffer.alloc(42, 'b')])
    await expect(spool.append([Buffer.alloc(0)])).rejects.toThrow(SpoolFull)
    expect((await drainAll(spool)).map(text => text[0])).toEqual(['a', 'b'])
    await spool.append([Buffer.alloc(92)])
    await expect((await open({ maxBytes: 100 })).append([bytes('x')])).rejects.toThrow(SpoolFull)
  })

  it.each([[true], [false]])(
    'so is a full disk, even in the middle of a record; tidied up: %s',
    async tidy => {
      const { open } = await spoolRig()
      const { files, faults } = faultyFiles()
      const spool = await open({ files })
      await spool.append(names(2).map(bytes))
      faults.failing = full
      faults.truncating = tidy
      // The open segment's next write tears in the middle: its first record is whole, and yet was refused.
      // A write tears in the middle of these: the first is whole on the disk, and yet was refused.
      const torn = ['too', 'big'].map(bytes)
      await expect(spool.append(torn)).rejects.toThrow(SpoolFull)
      await expect(spool.append(torn)).rejects.toThrow(SpoolFull)
      expect(spool.depth().records).toBe(2)
      faults.failing = undefined
      await spool.append(names(1, 2).map(bytes))
      expect(await drainAll(spool)).toEqual(names(3))
    },
  )

  it('says of another fault what it is', async () => {
    const { open } = await spoolRig()
    const { files, faults } = faultyFiles()
    const spool = await open({ files })
    faults.failing = Object.assign(new Error('input/output error'), { code: 'EIO' })
    await expect(spool.append([bytes('x')])).rejects.toThrow('input/output error')
  })
})

describe('a crash in the middle of a write', () => {
  it('at any byte leaves exactly the records that were whole', async () => {
    const { open, folder, segments } = await spoolRig()
    const records = ['', 'a', 'some more', '\0\0\0\0\0\0\0\0\0']
    await (await open()).append(records.map(bytes))
    const [name = ''] = await segments()
    const path = join(folder, name)
    const whole = await readFile(path)
    const ends = records.map((_, n) => encodeFrames(records.slice(0, n + 1).map(bytes)).length)
    for (let cut = 0; cut <= whole.length; cut++) {
      await writeFile(path, whole.subarray(0, cut))
      const lost: unknown[] = []
      const spool = await open({ onError: error => lost.push(error) })
      const expected = ends.filter(end => end <= cut).length
      expect(spool.depth().records).toBe(expected)
      const validBytes = ends[expected - 1] ?? 0
      expect((await stat(path)).size).toBe(validBytes)
      expect(lost.map(error => (error as SpoolDamaged).lostBytes)).toEqual(
        cut > validBytes ? [cut - validBytes] : [],
      )
      await spool.append([bytes('after')])
      expect(await drainAll(spool)).toEqual([...records.slice(0, expected), 'after'])
    }
  })

  it('a tail of zeros is no record', () => {
    const written = encodeFrames([bytes('a')])
    const torn = Buffer.concat([written, Buffer.alloc(64)])
    expect(decodeFrames(torn)).toMatchObject({ records: [bytes('a')], validBytes: written.length })
  })

  it('one bit turned over anywhere never yields a record that was not written', () => {
    const records = ['first', 'second', 'third'].map(bytes)
    const written = encodeFrames(records)
    fc.assert(
      fc.property(fc.nat({ max: written.length * 8 - 1 }), bit => {
        const damaged = Buffer.from(written)
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const { records: read } = decodeFrames(damaged)
        expect(read).toEqual(records.slice(0, read.length))
        expect(read.length).toBeLessThan(3)
      }),
    )
  })

  it('what a disk forgets while the spool is open is told of, and the rest goes on', async () => {
    const { open, folder, segments } = await spoolRig()
    const lost: unknown[] = []
    const spool = await open({ segmentBytes: 1, onError: error => lost.push(error) })
    await spool.append([bytes('forgotten')])
    await spool.append([bytes('kept')])
    const [name = ''] = await segments()
    await writeFile(join(folder, name), '')
    expect(await drainAll(spool)).toEqual(['kept'])
    expect(lost).toEqual([expect.any(SpoolDamaged)])
    expect(spool.depth()).toEqual({ records: 0, bytes: 0 })
  })
})
