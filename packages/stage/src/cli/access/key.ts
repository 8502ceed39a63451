import {
  atCommandLine,
  createApiKey,
  createApiKeyInput,
  listAllApiKeys,
  listApiKeysInput,
  revokeApiKey,
  revokeApiKeyInput,
  rotateApiKey,
  rotateApiKeyInput,
} from '@touchline/api'
import {
  CliFault,
  type Command,
  currentUser,
  noWords,
  oneWord,
  orFault,
  parseInput,
  type Run,
  readArgs,
} from '../command.ts'
import { localTime } from '../terminal/local-time.ts'
import { visibleJson } from '../terminal/visible.ts'
import { keysText, madeText } from './key-text.ts'
import { findPepper } from './pepper.ts'

const text = { type: 'string' } as const
const json = { type: 'boolean', default: false } as const
const numberOf = (typed: string | undefined) => (typed === undefined ? undefined : Number(typed))

function create(args: readonly string[]): Run {
  const options = { owner: text, name: text, scope: { ...text, multiple: true }, tier: text } as const
  const more = { 'requests-per-minute': text, 'expires-in-days': text, by: text, json } as const
  const { values, positionals } = readArgs(args, { ...options, ...more })
  noWords(positionals)
  const asked = {
    owner: values.owner,
    name: values.name,
    scopes: values.scope,
    tier: values.tier,
    requestsPerMinute: numberOf(values['requests-per-minute']),
    expiresInDays: numberOf(values['expires-in-days']),
  }
  const flags = {
    scopes: 'scope',
    requestsPerMinute: 'requests-per-minute',
    expiresInDays: 'expires-in-days',
  }
  const input = parseInput(createApiKeyInput, asked, flags)
  return async ({ database, terminal }) => {
    const pepper = await findPepper()
    const made = orFault(
      await createApiKey({ database, pepper }, input, atCommandLine(values.by ?? currentUser())),
    )
    terminal.out(`${values.json ? visibleJson(made) : madeText(made.key, made.apiKey)}\n`)
    return 0
  }
}

function list(args: readonly string[]): Run {
  const { values, positionals } = readArgs(args, { owner: text, limit: text, after: text, json })
  noWords(positionals)
  const { owner, after, limit } = values
  const input = parseInput(listApiKeysInput, { owner, after, limit: numberOf(limit) })
  return async ({ database, terminal }) => {
    const page = orFault(await listAllApiKeys(database, input))
    terminal.out(`${values.json ? visibleJson(page) : keysText(page)}\n`)
    return 0
  }
}

function rotate(args: readonly string[]): Run {
  const { values, positionals } = readArgs(args, { 'overlap-hours': text, by: text, json })
  const asked = {
    keyId: oneWord(positionals, 'the id of one key'),
    overlapHours: numberOf(values['overlap-hours']),
  }
  const input = parseInput(rotateApiKeyInput, asked, { overlapHours: 'overlap-hours' })
  return async ({ database, terminal }) => {
    const pepper = await findPepper()
    const made = orFault(
      await rotateApiKey({ database, pepper }, input, atCommandLine(values.by ?? currentUser())),
    )
    const until = `${input.keyId} goes on until ${localTime(made.old.expiresAt ?? '')}`
    terminal.out(`${values.json ? visibleJson(made) : `${madeText(made.key, made.apiKey)}\n${until}`}\n`)
    return 0
  }
}

function revoke(args: readonly string[]): Run {
  const { values, positionals } = readArgs(args, { reason: text, by: text, json })
  const asked = { keyId: oneWord(positionals, 'the id of one key'), reason: values.reason }
  const input = parseInput(revokeApiKeyInput, asked)
  return async ({ database, terminal }) => {
    const ended = orFault(await revokeApiKey(database, input, atCommandLine(values.by ?? currentUser())))
    terminal.out(`${values.json ? visibleJson(ended) : `${input.keyId} is revoked`}\n`)
    return 0
  }
}

const actions = { create, list, rotate, revoke }

export const key: Command = {
  help: `usage: npm run access -- key create --owner NAME --name TEXT [options]
       npm run access -- key list [--owner NAME] [--limit N] [--after NEXT] [--json]
       npm run access -- key rotate KEY-ID [--overlap-hours N] [--by NAME] [--json]
       npm run access -- key revoke KEY-ID --reason TEXT [--by NAME] [--json]
API keys of developers. A key is shown when it is made, and never again.

  --scope SCOPE            matches:read or matches:feed; may be given twice    (both)
  --tier TIER              free, plus or pro                                   (free)
  --requests-per-minute N  a quota of its own                                  (that of the tier)
  --expires-in-days N      1 to 3650                                           (no end)
  --overlap-hours N        how long a rotated key goes on, 1 to 720            (24)
  --by NAME                who asks                                            (the user of this machine)

Keys are made with API_KEY_PEPPER, which must be that of the gateways; the embedded profile has its own.
`,
  prepare([word = '', ...args]) {
    if (!Object.hasOwn(actions, word))
      throw new CliFault('say create, list, rotate or revoke; see key --help')
    return actions[word as keyof typeof actions](args)
  },
}
