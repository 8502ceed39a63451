export { applyEvent, emptySnapshot } from './match-snapshot.ts'
