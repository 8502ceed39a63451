import { createServer } from 'node:net'
import { Fault } from './fault.mjs'
import { commandLine, listenerOf } from './processes.mjs'

/**
 * @param {Readonly<Record<string, number>>} ports by the app that needs it
 * @throws {Fault} naming every port in use, who uses it, and what to do
 */
export async function checkPorts(ports) {
  const taken = []
  for (const [app, port] of Object.entries(ports)) if (!(await isFree(port))) taken.push({ app, port })
  if (taken.length === 0) return
  throw new Fault(
    taken.map(({ app, port }) => `Port ${port} (${app}) is in use${byWhom(port)}.`).join('\n'),
    [
      `Stop that program, or choose other ports: ${taken.map(({ app, port }) => `${app.toUpperCase()}_PORT=${port + 10_000 > 65_535 ? port - 1_000 : port + 10_000}`).join(' ')}`,
    ],
  )
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} free on loopback and on every other address
 */
export async function isFree(port) {
  return (await canListen({ port, host: '127.0.0.1' })) && (await canListen({ port }))
}

/** @param {import('node:net').ListenOptions} options */
function canListen(options) {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', error =>
      resolve(/** @type {NodeJS.ErrnoException} */ (error).code === 'EAFNOSUPPORT'),
    )
    server.listen(options, () => server.close(() => resolve(true)))
  })
}

/** @param {number} port */
function byWhom(port) {
  const pid = listenerOf(port)
  if (pid === null) return ''
  const command = commandLine(pid)
  return ` by process ${pid}${command && ` (${command.length > 90 ? `${command.slice(0, 89)}…` : command})`}`
}
