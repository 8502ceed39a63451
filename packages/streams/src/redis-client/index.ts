export {
  connectCluster,
  connectNode,
  connectSingle,
  defaultTimeoutMs,
  type RedisTuning,
} from './connect.ts'
export { type FindKindOptions, findKind, type RedisKind } from './find-kind.ts'
