import { openOwnKeys } from '../../access/own-keys.ts'
import { readStageEnv } from '../../env.ts'
import { type LocalCommand, noWords, readArgs } from '../command.ts'

export const jwks: LocalCommand = {
  help: `usage: npm run access -- jwks
The public JSON Web Key Set of the embedded profile's issuer: what FAN_JWKS of a gateway may be set to.
The key is kept in fan-keys of TOUCHLINE_DATA, and made at first use.
`,
  prepareLocal(args) {
    noWords(readArgs(args, {}).positionals)
    return async terminal => {
      const { jwks } = await openOwnKeys(readStageEnv().TOUCHLINE_DATA)
      terminal.out(`${jwks}\n`)
      return 0
    }
  },
}
