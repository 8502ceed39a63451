import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { messageOf, type Outcome } from '@touchline/api'
import { type Fault, faultsOf } from '@touchline/contracts'
import { createDatabase, type Database } from '@touchline/db'
import type { z } from 'zod'
import { borrowDatabase } from '../database-url.ts'
import { readStageEnv } from '../env.ts'
import { visible } from './terminal/visible.ts'

/** A mistake of the one who typed, or a state of things that forbids what they asked: told without a stack. */
export class CliFault extends Error {
  override readonly name = 'CliFault'
}

export interface Terminal {
  /** Results. */
  out(text: string): void
  /** Progress and remarks. */
  err(text: string): void
  readonly isInteractive: boolean
  /** Asks a question and waits for a line; empty where the one asked went away. */
  ask(question: string): Promise<string>
}

export interface CommandContext {
  readonly database: Database
  readonly terminal: Terminal
  /** From now on Ctrl-C aborts this signal, and does not end the process. */
  untilInterrupted(): AbortSignal
}

/** Does the work of a command; its number is the exit code. */
export type Run = (context: CommandContext) => Promise<number>

export interface Command {
  readonly help: string
  /** Reads what was typed; throws CliFault for a mistake, before any database is asked for. */
  prepare(args: readonly string[]): Run
}

/** One that needs no database. */
export interface LocalCommand {
  readonly help: string
  prepareLocal(args: readonly string[]): (terminal: Terminal) => Promise<number>
}

/** Asks before something is done that can't be taken back; throws CliFault unless the answer is the one wanted. */
export async function confirm(
  terminal: Pick<Terminal, 'isInteractive' | 'ask'>,
  { question, answer, otherwise }: { question: string; answer: string; otherwise: string },
): Promise<void> {
  if (!terminal.isInteractive) throw new CliFault('nobody can be asked here: say --yes')
  if ((await terminal.ask(question)).trim() !== answer) throw new CliFault(otherwise)
}

/** The options and words of a command line. */
export function readArgs<const T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options: { ...options }, allowPositionals: true })
  } catch (error) {
    throw new CliFault(error instanceof Error ? error.message : 'these options are not understood')
  }
}

/** Parses an input; `flags` names the option that each of its members was typed as. */
export function parseInput<T extends z.ZodType>(
  schema: T,
  value: unknown,
  flags: Readonly<Record<string, string>> = {},
): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const names = faultsOf(parsed.error).map(({ path, message }) => {
    const members = path.split('.').filter(part => !/^\d+$|^filter$|^query$|^\(root\)$/.test(part))
    const flag = members.map(member => flags[member] ?? member).join('-')
    return flag === '' ? message : `--${flag}: ${message}`
  })
  throw new CliFault(names.join('\n'))
}

/** What an operation gave; its refusal becomes a fault with the places at fault. */
export function orFault<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  const faults: readonly Fault[] = outcome.faults ?? []
  throw new CliFault(
    [messageOf(outcome.code), ...faults.map(({ path, message }) => `  ${path}: ${message}`)].join('\n'),
  )
}

/** The one word that a command takes. */
export function oneWord(words: readonly string[], what: string): string {
  const [word, ...more] = words
  if (word === undefined || more.length > 0) throw new CliFault(`give ${what}`)
  return word
}

export function noWords(words: readonly string[]): void {
  if (words.length > 0) throw new CliFault(`"${words.join(' ')}" is not understood`)
}

export const currentUser = (): string => userInfo().username

/** Runs with the database that DATABASE_URL names, else the embedded one. */
export async function withDatabase(
  name: string,
  work: (database: Database) => Promise<number>,
): Promise<number> {
  const borrowed = await borrowDatabase(readStageEnv())
  const database = createDatabase({ ...borrowed.settings, applicationName: name })
  try {
    return await work(database)
  } finally {
    await database.close()
    await borrowed.giveBack()
  }
}

/** SQLSTATE of a table and of a column that is not there. */
const unknownToDatabase: ReadonlySet<unknown> = new Set(['42P01', '42703'])

/** The text of a failure, fit for a terminal. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const code = 'code' in error ? String(error.code) : ''
  if (unknownToDatabase.has(code)) return 'the database is behind this version: npm run db:migrate'
  return (error.message || code || error.name).split('\n').map(visible).join('\n')
}
