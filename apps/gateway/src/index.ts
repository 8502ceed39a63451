export { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts'
export type { AllowedOrigins } from './http/origins.ts'
export { defaultLimits, type GatewayLimits } from './limits.ts'
