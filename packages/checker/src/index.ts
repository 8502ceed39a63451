export { type Anomaly, type AnomalyKind, anomalyKinds } from './anomaly.ts'
export { check, type Report } from './check.ts'
export { type Content, digestOf, markOf } from './digest.ts'
export type {
  AccountRow,
  CheckpointRow,
  Database,
  Feed,
  History,
  Letter,
  MatchRow,
  Offer,
  OfferedEvent,
  Receipt,
  StoredEvent,
} from './history.ts'
export { readDatabase } from './read-database.ts'
