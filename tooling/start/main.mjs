import { readSettings } from './env.mjs'
import { describe, Fault } from './fault.mjs'
import { help } from './help.mjs'
import { openStage } from './open-stage.mjs'
import { problem } from './terminal.mjs'
import { untilStopped } from './until-stopped.mjs'

const [first] = process.argv.slice(2)
if (first === '--help' || first === '-h') process.stdout.write(help)
else process.exitCode = await main()

async function main() {
  try {
    if (first)
      throw new Fault(`npm start does not know "${first}".`, ['npm start -- --help tells what it knows.'])
    const settings = readSettings()
    return await untilStopped(run => openStage(settings, run), settings)
  } catch (error) {
    problem(describe(error))
    return 1
  }
}
