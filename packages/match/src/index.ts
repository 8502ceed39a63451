export { toldClock } from './clock.ts'
export { type Decision, decide } from './decide.ts'
export { byTime, type Content, type Fact, factOf, factTypesOfMatch, identityOf, isFactType } from './fact.ts'
export {
  type Change,
  emptyMatch,
  emptyMemory,
  evolve,
  type FoldedMatch,
  factsMax,
  hasRoom,
  isBackup,
  type MatchMemory,
  mayNeedFacts,
  refold,
  shotsCounted,
} from './fold.ts'
export { foldEvents } from './fold-events.ts'
export { factsOf, readingsOf } from './from-store.ts'
export { laneOf, laneOfRevision } from './lane.ts'
export { futureToleranceMs, type Implausible, implausibility, type Judgeable } from './plausibility.ts'
export {
  countedFacts,
  type FactKind,
  factKinds,
  operatorProvider,
  type Primaries,
  primariesOf,
} from './primary.ts'
export {
  hasReading,
  isPlay,
  playTypes,
  type Reading,
  type Readings,
  readingsKept,
  trimmed,
  withReading,
} from './readings.ts'
export { resembles, resemblingTypes, sameIncidentWithinMs } from './resemblance.ts'
export {
  compareVersions,
  revisionNanos,
  revisionNumber,
  type Version,
  type VersionOrder,
  versionOf,
} from './revision.ts'
export { initialState } from './state.ts'
