import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder, publishedManifest, stagePackage } from './stage-package.ts'

const manifest = join(packageFolder, 'package.json')
/** The workspace's own manifest, while the published one stands in its place. */
const kept = join(packageFolder, 'package.workspace.json')

function restore(): void {
  if (existsSync(kept)) renameSync(kept, manifest)
}

/** npm's `prepack` and `postpack`: what is packed is the build, what stays is the workspace's package. */
async function prepare(): Promise<void> {
  restore()
  await stagePackage(packageFolder)
  const source = readFileSync(manifest, 'utf8')
  writeFileSync(kept, source)
  writeFileSync(manifest, publishedManifest(source))
}

if (process.argv[2] === 'prepare') await prepare()
else if (process.argv[2] === 'restore') restore()
else {
  process.stderr.write('node scripts/pack.ts prepare|restore: what npm pack does before and after\n')
  process.exitCode = 1
}
