import { readSettings } from '../start/env.mjs'
import { describe } from '../start/fault.mjs'
import { problem } from '../start/terminal.mjs'
import { untilStopped } from '../start/until-stopped.mjs'
import { readBackends } from './env.ts'
import { help } from './help.ts'
import { openCluster } from './open-cluster.ts'
import { readOptions } from './options.ts'

async function main(args: readonly string[]): Promise<number> {
  const given = readOptions(args)
  if (given.help) {
    process.stdout.write(help)
    return 0
  }
  const settings = readSettings()
  const options = { ...given, simulate: given.simulate && settings.simulate }
  const backends = readBackends(settings.dataDir)
  return untilStopped(run => openCluster({ settings, options, backends }, run), settings)
}

process.exitCode = await main(process.argv.slice(2)).catch(error => {
  problem(describe(error))
  return 1
})
