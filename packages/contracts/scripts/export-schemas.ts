import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import {
  matchEventSchema,
  matchSnapshotSchema,
  sentEventSchemas,
  sourceEventSchemas,
  sourceTopics,
} from '../src/index.ts'

const help = `usage: npm run schema:export            writes the JSON Schema of each topic and payload
       npm run schema:check             fails if what is written is not current
`
const folder = fileURLToPath(new URL('../schema/', import.meta.url))

/** Draft 2020-12. The sent schemas describe what goes in, the others what stands there. */
function render(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema, { io, reused: 'ref' }) }, null, 2)}\n`
}

function allSchemas(): Map<string, string> {
  const files = new Map<string, string>()
  const add = (title: string, schema: z.ZodType, io: 'input' | 'output' = 'output') =>
    files.set(`${title}.schema.json`, render(title, schema, io))
  for (const [source, topic] of Object.entries(sourceTopics)) {
    add(topic, sourceEventSchemas[source as keyof typeof sourceTopics])
    add(`sent-${source}-event`, sentEventSchemas[source as keyof typeof sourceTopics], 'input')
  }
  add('match-event', matchEventSchema)
  add('match-snapshot', matchSnapshotSchema)
  return files
}

async function writeAll(files: Map<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, text] of files) await writeFile(join(folder, name), text)
  process.stdout.write(`wrote ${files.size} schemas\n`)
}

async function check(files: Map<string, string>): Promise<void> {
  const there = await readdir(folder).catch(() => [] as string[])
  const stale = there.filter(name => !files.has(name))
  for (const [name, text] of files) {
    if ((await readFile(join(folder, name), 'utf8').catch(() => '')) !== text) stale.push(name)
  }
  if (stale.length === 0) return
  process.stderr.write(`not current: ${stale.join(', ')}. Run: npm run schema:export\n`)
  process.exitCode = 1
}

const [argument] = process.argv.slice(2)
if (argument === '--help') process.stdout.write(help)
else if (argument === '--check') await check(allSchemas())
else await writeAll(allSchemas())
