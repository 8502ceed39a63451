import { changeRole, disable, enable, invite, resetPassword, resetSecondFactor } from './person/change.ts'
import { list } from './person/list.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run person -- COMMAND [options]
Who may use the console, and how fans' accounts stand.

  list                        operators, or fans, by address
  invite EMAIL                a new operator, with a one-time password that is shown once
  change-role EMAIL           another role for an operator
  disable EMAIL               keep somebody out; their sessions end at once
  enable EMAIL                let somebody in again
  reset-password EMAIL        a one-time password in place of theirs; their sessions end
  reset-second-factor EMAIL   for somebody who lost their authenticator; they enrol anew

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline). Everything is written down in the audit trail.
`

const commands = {
  list,
  invite,
  'change-role': changeRole,
  disable,
  enable,
  'reset-password': resetPassword,
  'reset-second-factor': resetSecondFactor,
}
await runProgram({ name: 'person', help, commands }, process.argv.slice(2))
