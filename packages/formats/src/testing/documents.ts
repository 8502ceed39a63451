export { csvFixture, jsonFixture } from './metrica-fixtures.ts'
export { f24, f24Game, type MadeEvent, ma3 } from './opta-documents.ts'
