export { hiddenMarker } from '@touchline/contracts'
