import { createDatabase, readSystemId, refuseMisconfigured } from '@touchline/db'
import { openEventLog } from '@touchline/streams/open'
import { createAuth } from './auth/index.ts'
import { type Console, type ConsoleSettings, createConsole } from './create-console.ts'
import { createRecordReader } from './record-reader.ts'

/**
 * The console on its database; rejects where that can't be worked with as it is set. The log is opened when somebody
 * first looks at a record, and may be away.
 */
export async function openConsole(settings: ConsoleSettings): Promise<Console> {
  const { databaseSettings, authSecret: secret, kafka, onUnexpected: onError = () => {} } = settings
  const name = 'touchline-console'
  const database = createDatabase({ ...databaseSettings, applicationName: name })
  await refuseMisconfigured(database).catch(async error => {
    await database.close()
    throw error
  })
  const auth = createAuth({ ...settings, database, secret })
  const { url: databaseUrl, directUrl, preparedStatements } = databaseSettings
  const systemId = () => readSystemId(database)
  const streams = { databaseUrl, directUrl, preparedStatements, kafka, systemId, clientId: name, onError }
  const records = createRecordReader(() => openEventLog(streams))
  const opened = createConsole({ ...settings, database, auth, readRecord: records.read })
  const close = async () => {
    await records.close()
    await opened.close()
  }
  return { ...opened, close }
}
