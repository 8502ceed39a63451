import type { Servers } from './servers.ts'
import { untilReady } from './until-ready.ts'

/** The server of each channel, once the cluster has been asked about those whose server is not known. */
export async function locate(
  servers: Servers,
  redisChannels: readonly string[],
  timeoutMs: number,
): Promise<(redisChannel: string) => string> {
  await untilReady(servers.publisher, timeoutMs)
  if (!redisChannels.every(channel => knownPlaceOf(servers, channel))) await servers.refresh()
  return redisChannel => {
    const place = knownPlaceOf(servers, redisChannel)
    if (place === undefined) throw new Error('the server of a channel is not known')
    return place
  }
}

/** A server may serve a slot on paper and be gone. */
function knownPlaceOf(servers: Servers, redisChannel: string): string | undefined {
  const place = servers.placeOf(redisChannel)
  return place !== undefined && servers.knows(place) ? place : undefined
}
