import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'

/** Until it is closed, no other ingest takes the folder. */
export interface ClaimedFolder {
  close(): Promise<void>
}

const holderSchema = z.object({
  host: z.string(),
  pid: z.int(),
  /** When the process began, in the kernel's own count: tells it from a later one of the same number. */
  startedAt: z.string(),
})
type Holder = z.infer<typeof holderSchema>

const touchEveryMs = 1_000
/** Whether a process of another host, or container, lives is told by how lately it touched its file. */
const staleMs = 5_000

/**
 * Makes a data folder this process's own, by a file that names it. One that a dead process left is taken over. Throws
 * an Error with words for the operator if another process has the folder.
 */
export async function claimDataFolder(folder: string): Promise<ClaimedFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'ingest.lock')
  const own: Holder = { host: hostname(), pid: process.pid, startedAt: await startOf(process.pid) }
  const isOwn = (holder: Holder | undefined) => holder !== undefined && sameProcess(holder, own)
  const refuse = ({ host, pid }: Holder): never => {
    throw new Error(
      `the data folder ${folder} is in use by process ${pid} on ${host}: give each ingest a folder of its own (TOUCHLINE_DATA)`,
    )
  }
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    if (await create(path, draft)) return hold(path, isOwn)
    const holder = await read(path)
    if (holder && !isOwn(holder) && (await isAlive(holder, path))) refuse(holder)
    await rename(draft, path)
    // Of several who find the same dead one's file, the last to replace it has the folder.
    await pause(100)
    const winner = await read(path)
    if (winner && !isOwn(winner)) refuse(winner)
    return hold(path, isOwn)
  } finally {
    await rm(draft, { force: true })
  }
}

function hold(path: string, isOwn: (holder: Holder | undefined) => boolean): ClaimedFolder {
  const touching = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, touchEveryMs).unref()
  return {
    close: async () => {
      clearInterval(touching)
      if (isOwn(await read(path))) await rm(path, { force: true })
    },
  }
}

const sameProcess = (a: Holder, b: Holder): boolean =>
  a.host === b.host && a.pid === b.pid && a.startedAt === b.startedAt

/** Makes the file with all that it says, or not at all. */
async function create(path: string, draft: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Undefined where there is none, or none that can be read. */
async function read(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) return (await ageMs(path)) < staleMs
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // One of another user lives, and may not be sent anything.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return (await startOf(holder.pid)) === holder.startedAt
}

const ageMs = async (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  )

/** Empty where the system does not tell: there a process is known by its number alone. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
