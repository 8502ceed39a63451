import WebSocket from 'ws'

const quietMs = 150

/** Sends these messages on one socket; gives all that comes back until nothing more does, without times. */
export async function exchange(port: number, messages: readonly unknown[]): Promise<readonly string[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`)
  const heard: string[] = []
  let heardAtMs = Date.now()
  socket.on('error', () => {})
  socket.on('message', data => {
    heard.push(String(data).replaceAll(/"(\w+At)":"[^"]+"/g, '"$1":""'))
    heardAtMs = Date.now()
  })
  socket.on('close', code => heard.push(`closed with ${code}`))
  await new Promise(resolve => socket.once('open', resolve))
  for (const message of messages) {
    const before = heard.length
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    heardAtMs = Date.now()
    await new Promise<void>(resolve => {
      const timer = setInterval(() => {
        if (Date.now() - heardAtMs < (heard.length > before ? quietMs / 3 : quietMs)) return
        clearInterval(timer)
        resolve()
      }, 10)
    })
  }
  socket.removeAllListeners('close')
  socket.terminate()
  return heard
}
