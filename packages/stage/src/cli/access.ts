import { jwks } from './access/jwks.ts'
import { key } from './access/key.ts'
import { lift, revocations, revoke } from './access/revocations.ts'
import { token } from './access/token.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run access -- COMMAND [options]
Who may come in: API keys, revocations, and fan tokens for trying things out.

  key create            a new API key for a developer; it is shown once
  key list              keys, the newest first
  key rotate KEY-ID     a new key in the place of one that goes on for a while
  key revoke KEY-ID     end one at once
  revoke KIND SUBJECT   close the sockets of a session, a fan or an API key, and keep its tokens out
  lift KIND SUBJECT     let a session or a fan in again
  revocations           revocations, the newest first
  token                 a fan's token, signed with the key of the embedded profile
  jwks                  the public set of that key

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline). Times are those of this machine's zone.
`

const commands = { key, revoke, lift, revocations, token, jwks }
await runProgram({ name: 'access', help, commands }, process.argv.slice(2))
