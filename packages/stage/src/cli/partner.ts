import { grants } from './partner/grants.ts'
import { primary } from './partner/primary.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run partner -- COMMAND [options]
Which matches a broadcast partner may write, and whose reports of a match count.

  grants list                    grants, the newest first
  grants grant PARTNER PATTERN   let a partner write a match, or all whose ids fit a pattern
  grants revoke GRANT-ID         end a grant
  primary --match ID --show      which providers cover a match, and whose reports count
  primary --match ID --provider  make one the primary provider of a match

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline). Everything is written down in the audit trail.
`

await runProgram({ name: 'partner', help, commands: { grants, primary } }, process.argv.slice(2))
