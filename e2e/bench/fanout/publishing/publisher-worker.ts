/** A process of its own: announces events when they are due, whatever becomes of them. */
import { serveOrders } from '../../../chaos/worker.ts'
import { keepTo, type Schedule } from '../clock.ts'
import type { ContenderName, Publisher, StartPublisher, Where } from '../contender.ts'

export type PublisherOrder =
  | { readonly kind: 'start'; readonly name: ContenderName; readonly where: Where }
  | { readonly kind: 'publish'; readonly schedule: Schedule }

const files: Readonly<Record<ContenderName, string>> = {
  ours: './ours.ts',
  ws: './plain.ts',
  trpc: './plain.ts',
  socketio: './socket-io.ts',
}
let publisher: Publisher | undefined

serveOrders<PublisherOrder>(async order => {
  if (order.kind === 'start') {
    const { start } = (await import(files[order.name])) as { start: StartPublisher }
    publisher = await start(order.where)
    return
  }
  if (!publisher) throw new Error('nobody has started to publish')
  const { announce, settle } = publisher
  await keepTo(order.schedule, announce)
  await settle()
})
