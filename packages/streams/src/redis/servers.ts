import { defaultRedisPrefix, type RedisSettings } from '@touchline/contracts/redis'
import type { Cluster, Redis } from 'ioredis'
import {
  connectCluster,
  connectNode,
  connectSingle,
  type FindKindOptions,
  findKind,
} from '../redis-client/index.ts'
import { slotOfChannel } from './slot-of-channel.ts'

/** What publishing and subscribing need to know of one server or of a cluster. */
export interface Servers {
  readonly sharded: boolean
  /** Of the names of channels. */
  readonly prefix: string
  readonly publisher: Redis | Cluster
  /** The server that serves a channel now; undefined while that is unknown. */
  placeOf(redisChannel: string): string | undefined
  /** False for a server that is there no more. */
  knows(place: string): boolean
  /** The connection that publishes on a server; undefined if it is not there any more. */
  publisherAt(place: string): Redis | undefined
  /** Asks the cluster anew who serves what; resolves even if nobody answers. */
  refresh(): Promise<void>
  /** A new connection for subscribing to one server; undefined if it is not there any more. */
  connect(place: string): Redis | undefined
}

/** Resolves once Redis has answered what it is; on a cluster pub/sub is sharded. */
export async function openServers(settings: RedisSettings, options: FindKindOptions): Promise<Servers> {
  const kind = await findKind(settings, options)
  const servers = kind === 'cluster' ? openCluster(settings, options) : openSingle(settings, options)
  servers.publisher.on('error', options.onError)
  return servers
}

const prefixOf = ({ prefix = defaultRedisPrefix }: RedisSettings) => prefix

function openSingle(settings: RedisSettings, options: FindKindOptions): Servers {
  const publisher = connectSingle(settings, options)
  return {
    sharded: false,
    prefix: prefixOf(settings),
    publisher,
    placeOf: () => 'the one server',
    knows: () => true,
    publisherAt: () => publisher,
    refresh: async () => {},
    connect: () => connectSingle(settings, options),
  }
}

function openCluster(settings: RedisSettings, options: FindKindOptions): Servers {
  const cluster = connectCluster(settings, options)
  const masterAt = (place: string) =>
    cluster.nodes('master').find(({ options: { host, port } }) => `${host}:${port}` === place)
  return {
    sharded: true,
    prefix: prefixOf(settings),
    publisher: cluster,
    placeOf: redisChannel => cluster.slots[slotOfChannel(redisChannel)]?.[0],
    knows: place => masterAt(place) !== undefined,
    publisherAt: masterAt,
    refresh: () => new Promise(resolve => cluster.refreshSlotsCache(() => resolve())),
    connect(place) {
      const node = masterAt(place)
      return node && connectNode(settings, node.options, options)
    },
  }
}
