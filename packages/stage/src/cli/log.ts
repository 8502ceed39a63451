import { adopt } from './log/adopt.ts'
import { runProgram } from './program.ts'

const help = `usage: npm run log -- COMMAND [options]
The event log in Kafka.

  adopt                 make it this system's, where it belongs to another

COMMAND --help tells its options. It reads DATABASE_URL, or else the embedded database in TOUCHLINE_DATA
(default .touchline), and KAFKA_BROKERS with the settings beside it.
`
await runProgram({ name: 'log', help, commands: { adopt } }, process.argv.slice(2))
