import { type Database, saveGatewayWatermarks, type WatchedHead } from '@touchline/db'

export interface WatermarkOptions {
  readonly database: Pick<Database, 'pool'>
  readonly instance: string
  /** Where this process stands with the matches that it watches. */
  readonly read: () => readonly WatchedHead[]
  readonly onError: (error: unknown) => void
  /** Default 2,000. */
  readonly intervalMs?: number
}

/** Says every 2 s how far this gateway has come with each match, until stopped; its words go with it. */
export function startWatermarks(options: WatermarkOptions): { stop(): Promise<void> } {
  const { database, instance, read, onError, intervalMs = 2_000 } = options
  let reporting: Promise<void> | undefined
  let saidNothing = true
  const report = async () => {
    const heads = read()
    if (heads.length === 0 && saidNothing) return
    await saveGatewayWatermarks(database, instance, heads)
    saidNothing = heads.length === 0
  }
  const timer = setInterval(() => {
    reporting ??= report()
      .catch(onError)
      .finally(() => {
        reporting = undefined
      })
  }, intervalMs)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await reporting
      await saveGatewayWatermarks(database, instance, []).catch(onError)
    },
  }
}
