import { createDatabase, readSystemId } from '@touchline/db'
import { openEventLog } from '@touchline/streams/open'
import { createAuth } from './auth/index.ts'
import { type Console, type ConsoleSettings, createConsole } from './create-console.ts'
import { createRecordReader } from './record-reader.ts'

const maxConnections = 10

/** The console on its database. The log is opened when somebody first looks at a record, and may be away. */
export function openConsole(settings: ConsoleSettings): Console {
  const { databaseUrl, authSecret: secret, kafka, onUnexpected: onError = () => {} } = settings
  const name = 'touchline-console'
  const database = createDatabase({ url: databaseUrl, applicationName: name, maxConnections })
  const auth = createAuth({ ...settings, database, secret })
  const records = createRecordReader(() =>
    openEventLog({ databaseUrl, kafka, systemId: () => readSystemId(database), clientId: name, onError }),
  )
  const opened = createConsole({ ...settings, database, auth, readRecord: records.read })
  const close = async () => {
    await records.close()
    await opened.close()
  }
  return { ...opened, close }
}
