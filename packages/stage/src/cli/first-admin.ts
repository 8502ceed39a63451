import { emailSchema, ensureFirstAdmin } from '@touchline/api'
import { readFirstAdminEnv } from '../env.ts'
import { failureText, withDatabase } from './command.ts'

/** Makes the first admin where there is none, and tells the process that asked, on one line of JSON. */
const run = () =>
  withDatabase('touchline-first-admin', async database => {
    const email = emailSchema.parse(readFirstAdminEnv().FIRST_ADMIN_EMAIL)
    process.stdout.write(`${JSON.stringify(await ensureFirstAdmin(database, email))}\n`)
    return 0
  })

await run().catch((error: unknown) => {
  process.stderr.write(`first-admin: ${failureText(error)}\n`)
  process.exitCode = 2
})
