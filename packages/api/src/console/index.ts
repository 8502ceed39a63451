export type { Visitor } from './auth/index.ts'
export type { Console, ConsoleSettings } from './create-console.ts'
export { openConsole } from './main.ts'
