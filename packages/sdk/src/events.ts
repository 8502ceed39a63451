export {
  type CurrentEvent,
  type EventVersion,
  indexFrom,
  indexOfRevised,
  isRevision,
  type RevisionEvent,
  reviseEvent,
  scoreChange,
  standIn,
  withScoresMoved,
} from './current-event.ts'
export { foldRevisions } from './fold-revisions.ts'
