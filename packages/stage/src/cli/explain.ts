import { delivery } from './explain/delivery.ts'
import { runProgram } from './program.ts'

// There is one thing to explain, so its word need not be typed.
const [first, ...more] = process.argv.slice(2)
const args = first === undefined || first === 'help' ? ['help'] : ['delivery', first, ...more]
await runProgram({ name: 'explain', help: delivery.help, commands: { delivery } }, args)
