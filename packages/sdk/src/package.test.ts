import { execFile } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packageFolder, publishedManifest, stagePackage } from '../scripts/stage-package.ts'
import { eventAt } from './testing/event-at.ts'
import { startWire } from './testing/gateway-wire.ts'

const run = promisify(execFile)
const timeout = 120_000
const bin = join(packageFolder, '../../node_modules/.bin')
let folder: string
let files: string[]
let consumer: string

const npm = (args: readonly string[], cwd: string) =>
  run('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd,
    timeout,
    env: { ...process.env, npm_config_cache: join(folder, 'cache') },
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'touchline-sdk-'))
  const staged = join(folder, 'staged')
  await stagePackage(staged)
  writeFileSync(
    join(staged, 'package.json'),
    publishedManifest(readFileSync(join(packageFolder, 'package.json'), 'utf8')),
  )
  copyFileSync(join(packageFolder, 'README.md'), join(staged, 'README.md'))
  const { stdout } = await npm(['pack', '--json', '--pack-destination', folder], staged)
  const packed = Object.values(JSON.parse(stdout))[0] as { filename: string; files: { path: string }[] }
  files = packed.files.map(file => file.path).sort()
  consumer = join(folder, 'consumer')
  mkdirSync(consumer)
  writeFileSync(join(consumer, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  await npm(['install', join(folder, packed.filename)], consumer)
}, timeout)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the published package', () => {
  it('holds its build, its README and its manifest, and nothing else', () => {
    const others = files.filter(path => !/^dist\/[\w-]+\.(js|d\.ts)$/.test(path))
    expect(others).toEqual(['README.md', 'dist/third-party.txt', 'package.json'])
    expect(files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/react.js', 'dist/snapshot.js']))
  })

  it('needs nothing of the workspace', () => {
    const read = (path: string) => readFileSync(join(consumer, 'node_modules/@touchline/sdk', path), 'utf8')
    for (const path of files.filter(file => file.startsWith('dist/') && !file.endsWith('.txt'))) {
      const from = [...read(path).matchAll(/(?:from|import) ?['"]([^'".][^'"]*)['"]/g)].map(
        ([, name]) => name,
      )
      expect(from.filter(name => name !== 'react')).toEqual([])
    }
    expect(JSON.parse(read('package.json')).dependencies).toBeUndefined()
  })

  it('types its examples in a project of its own', { timeout }, async () => {
    cpSync(join(packageFolder, 'examples'), join(consumer, 'examples'), { recursive: true })
    const compilerOptions = {
      target: 'es2024',
      lib: ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable'],
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
      typeRoots: [join(packageFolder, '../../node_modules/@types')],
    }
    const config = { compilerOptions, include: ['examples'] }
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config))
    const wrong = "import { createTouchline } from '@touchline/sdk'\ncreateTouchline({ url: 4000 })\n"
    writeFileSync(join(consumer, 'wrong.ts'), wrong)
    const checked = await run(join(bin, 'tsc'), ['-p', '.'], { cwd: consumer }).catch(error => error)
    expect(checked.stdout).toBe('')
    const wrongConfig = { compilerOptions, include: ['wrong.ts'] }
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(wrongConfig))
    await expect(run(join(bin, 'tsc'), ['-p', '.'], { cwd: consumer })).rejects.toMatchObject({
      stdout: expect.stringContaining('TS2322'),
    })
  })

  it('follows a match', { timeout }, async () => {
    const wire = await startWire(async socket => {
      await vi.waitFor(() => expect(socket.requests).toHaveLength(1))
      socket.frame(eventAt(1))
    })
    const script = `
      import { createTouchline } from '@touchline/sdk'
      const touchline = createTouchline({ url: '${wire.url}', apiKey: 'tlk_a_b' })
      for await (const event of touchline.match('m').feed({ from: 'start' })) {
        process.stdout.write(event.type + ' ' + event.seq)
        break
      }
      await touchline.close()`
    writeFileSync(join(consumer, 'follow.js'), script)
    const { stdout } = await run(process.execPath, ['follow.js'], { cwd: consumer, timeout })
    expect(stdout).toBe('pass-made 1')
    await wire.close()
  })
})
