/** What a client needs at run time, without a schema library: the root has all of it too. */
export * from './close-codes.ts'
export * from './error-codes.ts'
export * from './frames.ts'
export { hiddenMarker } from './hidden-marker.ts'
export { factTypes, isAhead, type PlainState, plainlyAfter, plainPlayTypes } from './plain-state.ts'
export { comparePositions, formatPosition, type Position, parsePosition } from './position.ts'
