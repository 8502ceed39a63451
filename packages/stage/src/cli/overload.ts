import { set, show } from './overload/policy.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run overload -- show | set [options]
The policy for when events come faster than they can be stored: show it, or change it while all runs.
COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline).
`

await runProgram({ name: 'overload', help, commands: { show, set } }, process.argv.slice(2))
