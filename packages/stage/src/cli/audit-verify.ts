import { help, verifyDatabase, verifyFile } from './audit-verify/verify.ts'
import { runProgram } from './program.ts'

const args = process.argv.slice(2)
// There is one thing to do, in one of two places, so its word need not be typed.
const isFile = args.some(arg => arg === '--file' || arg.startsWith('--file='))
const word = args.includes('--help') ? 'help' : isFile ? 'file' : 'database'
const commands = { database: verifyDatabase, file: verifyFile }
await runProgram({ name: 'audit:verify', help, commands }, [word, ...args])
