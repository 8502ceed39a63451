import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { claimDataFolder } from './data-folder-lock.ts'
import { dataFolder } from './testing/data-folder.ts'

/** Another process that takes the folder and holds it until it is killed. */
async function holdElsewhere(folder: string) {
  const module = new URL('data-folder-lock.ts', import.meta.url).href
  const script = `const { claimDataFolder } = await import(${JSON.stringify(module)})
    await claimDataFolder(${JSON.stringify(folder)}).then(() => console.log('held'), error => console.log(error.message))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said).trim() }
}

it('refuses a folder that another process has, and takes it once that one is killed', async () => {
  const folder = await dataFolder()
  const { child, said } = await holdElsewhere(folder)
  expect(said).toBe('held')
  await expect(claimDataFolder(folder)).rejects.toThrow(`is in use by process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const claimed = await claimDataFolder(folder)
  expect((await holdElsewhere(folder)).said).toContain(`is in use by process ${process.pid}`)
  await claimed.close()
  expect(await readdir(folder)).toEqual([])
})

it('knows a dead process from a living one with its number, and a damaged file from none', async () => {
  const folder = await dataFolder()
  const path = join(folder, 'ingest.lock')
  const first = await claimDataFolder(folder)
  const holder = JSON.parse(await readFile(path, 'utf8'))
  await first.close()
  for (const text of [JSON.stringify({ ...holder, pid: process.ppid, startedAt: '1' }), '{"pid":']) {
    await writeFile(path, text)
    await (await claimDataFolder(folder)).close()
  }
})

it('believes a process of another host while it touches its file, and no longer', async () => {
  const folder = await dataFolder()
  const path = join(folder, 'ingest.lock')
  await writeFile(path, JSON.stringify({ host: 'elsewhere', pid: 1, startedAt: '1' }))
  await expect(claimDataFolder(folder)).rejects.toThrow('is in use by process 1 on elsewhere')
  const old = new Date(Date.now() - 60_000)
  await utimes(path, old, old)
  await (await claimDataFolder(folder)).close()
})
