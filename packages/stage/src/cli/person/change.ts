import {
  type Actor,
  atCommandLine,
  changeRoleInput,
  changeRole as changeRoleOf,
  disablePerson,
  emailSchema,
  enablePerson,
  findPerson,
  type InvitedPerson,
  invitePerson,
  invitePersonInput,
  type Outcome,
  personInput,
  resetPassword as resetPasswordOf,
  resetSecondFactor as resetSecondFactorOf,
} from '@touchline/api'
import type { Database } from '@touchline/db'
import type { z } from 'zod'
import { type Command, currentUser, oneWord, orFault, parseInput, readArgs } from '../command.ts'
import { visible, visibleJson } from '../terminal/visible.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const shared = { reason: text, role: text, name: text, by: text, json: flag } as const

interface Change<S extends z.ZodType, T> {
  readonly usage: string
  readonly about: string
  readonly input: S
  act(database: Database, input: z.output<S>, actor: Actor): Promise<Outcome<T>>
  told(value: T, email: string): string
}

const options = `  --reason TEXT         why, for those who look later
  --by NAME             who asks                                  (the user of this machine)
`

/** A change of somebody who is named by their address. */
function command<S extends z.ZodType, T>({ usage, about, input, act, told }: Change<S, T>): Command {
  return {
    help: `usage: npm run person -- ${usage} [--by NAME] [--json]\n${about}\n\n${options}`,
    prepare(args) {
      const { values, positionals } = readArgs(args, shared)
      const { reason = 'at the command line', role, by = currentUser(), json } = values
      const email = parseInput(emailSchema, oneWord(positionals, 'the e-mail address of one person'))
      if (role !== undefined) parseInput(changeRoleInput.shape.role, role)
      return async ({ database, terminal }) => {
        const { id } = orFault(await findPerson(database, email))
        const asked = parseInput(input, { id, reason, ...(role === undefined ? {} : { role }) })
        const value = orFault(await act(database, asked, atCommandLine(by)))
        terminal.out(`${json ? visibleJson(value) : told(value, visible(email))}\n`)
        return 0
      }
    },
  }
}

export const invite: Command = {
  help: `usage: npm run person -- invite EMAIL --role ROLE [--name TEXT] [--reason TEXT] [--by NAME] [--json]
A new operator, with a one-time password that is shown once.

  --role ROLE           viewer, operator, support or admin (required)
  --name TEXT           what to call them                         (what stands before the @)
${options}`,
  prepare(args) {
    const { values, positionals } = readArgs(args, shared)
    const { role, name, reason, by = currentUser(), json } = values
    const email = oneWord(positionals, 'the e-mail address of one person')
    const input = parseInput(invitePersonInput, { email, role, name, reason })
    return async ({ database, terminal }) => {
      const made = orFault(await invitePerson(database, input, atCommandLine(by)))
      terminal.out(`${json ? visibleJson(made) : passwordText(made)}\n`)
      return 0
    }
  },
}

export const changeRole = command({
  usage: 'change-role EMAIL --role ROLE',
  about: 'Gives an operator another role (viewer, operator, support, admin); they sign in again.',
  input: changeRoleInput,
  act: changeRoleOf,
  told: ({ role }, email) => `${email} is ${role} now`,
})

export const disable = command({
  usage: 'disable EMAIL',
  about: 'Keeps somebody out. Their sessions end at once; the sockets of a fan are closed.',
  input: personInput,
  act: disablePerson,
  told: (_, email) => `${email} is disabled`,
})

export const enable = command({
  usage: 'enable EMAIL',
  about: 'Lets somebody in again who was disabled.',
  input: personInput,
  act: enablePerson,
  told: (_, email) => `${email} may come in`,
})

export const resetPassword = command({
  usage: 'reset-password EMAIL',
  about: 'Gives somebody a one-time password in place of theirs, shown once. Their sessions end.',
  input: personInput,
  act: resetPasswordOf,
  told: passwordText,
})

export const resetSecondFactor = command({
  usage: 'reset-second-factor EMAIL',
  about:
    'For somebody who lost their authenticator: they enrol anew at the next sign-in. Their sessions end.',
  input: personInput,
  act: resetSecondFactorOf,
  told: (_, email) => `${email} enrols anew`,
})

/** The password stands on a line of its own. */
function passwordText({ person, oneTimePassword }: InvitedPerson): string {
  const next = person.role === 'fan' ? 'They should change it.' : 'It has to be changed at the first sign-in.'
  return [
    oneTimePassword,
    '',
    `${visible(person.email)} (${person.role}) signs in with the line above. ${next}`,
    'It is not stored, and will not be shown again.',
  ].join('\n')
}
