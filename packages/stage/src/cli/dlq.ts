import { approve, decline } from './dlq/decide.ts'
import { discard } from './dlq/discard.ts'
import { groups } from './dlq/groups.ts'
import { list } from './dlq/list.ts'
import { replay } from './dlq/replay.ts'
import { abort, replays, resume, status } from './dlq/replays.ts'
import { show } from './dlq/show.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run dlq -- COMMAND [options]
Events that could not be processed: look, understand, replay, discard.

  list                  dead letters, the last failed first
  groups                those that died of the same, with what their payloads have in common
  show ID               all that is known of one
  replay                try them again: as they are, or one of them corrected
  discard               give them up for good
  replays               replays, the newest first
  status REPLAY         how far one has come
  abort REPLAY          end one
  resume REPLAY         let one go on
  approve REPLAY        agree to one of more than 500 letters that somebody else asked for
  decline REPLAY        refuse it

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline). Times are those of this machine's zone.
`

const commands = { list, groups, show, replay, discard, replays, status, abort, resume, approve, decline }
await runProgram({ name: 'dlq', help, commands }, process.argv.slice(2))
