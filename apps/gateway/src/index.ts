export {
  type AdmissionSettings,
  admissionEnv,
  admissionSettings,
} from './admission/admission-env.ts'
export { openAdmissionStore } from './admission/admission-redis.ts'
export { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts'
export type { AllowedOrigins } from './http/origins.ts'
export { defaultLimits, type GatewayLimits } from './limits.ts'
