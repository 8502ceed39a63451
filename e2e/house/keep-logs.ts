import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

const folder = join(import.meta.dirname, '../artifacts/logs')
const keptHouses = 30

/** Keeps what a house's apps and services wrote, for whoever looks into a test that failed; of the newest houses only. */
export function keepLogs(dataDir: string): void {
  const kept = join(folder, basename(dataDir))
  mkdirSync(kept, { recursive: true })
  for (const file of readdirSync(dataDir))
    if (file.endsWith('.log')) copyFileSync(join(dataDir, file), join(kept, file))
  const ageOf = (name: string) => statSync(join(folder, name)).mtimeMs
  const newestFirst = readdirSync(folder).sort((a, b) => ageOf(b) - ageOf(a))
  for (const name of newestFirst.slice(keptHouses)) rmSync(join(folder, name), { recursive: true })
}
