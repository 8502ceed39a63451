import { Pool } from 'pg'
import { describeBroadcast } from '../contract/broadcast.contract.ts'
import { createTcpProxy } from '../contract/tcp-proxy.ts'
import { createPostgresBroadcast } from './broadcast.ts'
import { createTestDatabase } from './testing/test-database.ts'

describeBroadcast('postgres', async () => {
  const { url, drop } = await createTestDatabase()
  const proxy = await createTcpProxy(Number(new URL(url).port))
  const proxied = new URL(url)
  proxied.port = String(proxy.port)
  const listen = { connectionString: proxied.href }
  return {
    async open() {
      const pool = new Pool({ ...listen, max: 2 })
      pool.on('error', () => {})
      const broadcast = await createPostgresBroadcast({ pool, listen })
      const close = async () => {
        await broadcast.close()
        await pool.end()
      }
      return { ...broadcast, close }
    },
    takeAway: async how => proxy[how](),
    restore: async () => proxy.restore(),
    async stop() {
      await proxy.close()
      await drop()
    },
  }
})
