export { carriedState, type StateChange } from './carried-state.ts'
export { toldClock } from './clock.ts'
export { type Decision, decide } from './decide.ts'
export { countedFacts, primariesOf } from './election.ts'
export { byTime, type Content, type Fact, factOf, factTypesOfMatch, identityOf, isFactType } from './fact.ts'
export { FactIndex } from './fact-index.ts'
export {
  type Change,
  emptyMatch,
  emptyMemory,
  evolve,
  type FoldedMatch,
  isBackup,
  isCurrentMemory,
  type MatchMemory,
  mayNeedFacts,
  refold,
  shotsCounted,
} from './fold.ts'
export { foldEvents } from './fold-events.ts'
export { factsOf, readingsOf } from './from-store.ts'
export { laneOf, laneOfRevision } from './lane.ts'
export { type Names, namesAs, trimmedNames } from './names.ts'
export { futureToleranceMs, type Implausible, implausibility, type Judgeable } from './plausibility.ts'
export { type FactKind, factKinds, operatorProvider, type Primaries } from './primary.ts'
export { allAttemptsCount } from './quick-tally.ts'
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
export { factsMax, lacksRoom, marksMax } from './room.ts'
export { initialState } from './state.ts'
export { kicksMax } from './tally.ts'
