import { Pool } from 'pg'
import { describeEventLog } from '../contract/event-log.contract.ts'
import { createTcpProxy } from '../contract/tcp-proxy.ts'
import { startVictimProcess } from '../contract/victim-process.ts'
import { createPostgresEventLog } from './event-log.ts'
import { createTestDatabase } from './testing/test-database.ts'

const partitions = 3

describeEventLog('postgres', async () => {
  const { url, drop } = await createTestDatabase()
  async function openAt(connectionString: string, timeoutMs = 5_000) {
    const pool = new Pool({ connectionString, max: 8 })
    pool.on('error', () => {})
    const log = await createPostgresEventLog({ pool, listen: { connectionString }, partitions, timeoutMs })
    const close = async () => {
      await log.close()
      await pool.end()
    }
    return { ...log, close }
  }
  return {
    partitions,
    open: () => openAt(url),
    async openUnreachable() {
      const proxy = await createTcpProxy(Number(new URL(url).port))
      const proxied = new URL(url)
      proxied.port = String(proxy.port)
      const away = await openAt(proxied.href, 1_500)
      proxy.silence()
      const close = async () => {
        await proxy.close()
        await away.close()
      }
      return { ...away, close }
    },
    startVictim: place => startVictimProcess({ kind: 'postgres', url, partitions }, place),
    stop: drop,
  }
})
