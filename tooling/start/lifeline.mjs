// Loaded before a service's own code: when the process that started it dies, even by SIGKILL, the channel
// closes and the service stops itself as if it had been asked to.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
