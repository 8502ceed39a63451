export type { Visitor } from './auth/index.ts'
export { type Console, type ConsoleSettings, createConsole } from './create-console.ts'
export { openConsole } from './main.ts'
