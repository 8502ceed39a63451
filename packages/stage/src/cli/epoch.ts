import { raise } from './epoch/raise.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run epoch -- COMMAND [options]
The epochs of matches: a new one tells all who follow that history was lost.

  raise                 begin a new epoch, to be run after a restore

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline). Everything is written down in the audit trail.
`
await runProgram({ name: 'epoch', help, commands: { raise } }, process.argv.slice(2))
