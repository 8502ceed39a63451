export { type Breaker, BreakerOpen, type BreakerOptions, createBreaker } from './breaker.ts'
export {
  boundConnections,
  type ConnectionLimits,
  type Connections,
  connectionLimits,
  type KnownAddresses,
} from './connections.ts'
export { createFairShare, type FairShare, type FairShareLimits, type Share } from './fair-share.ts'
export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from './retry-budget.ts'
export { maxRetries, retryDelayMs } from './retry-delay.ts'
export { SpoolDamaged, SpoolFull } from './spool/faults.ts'
export { createSpool, type Spool, type SpoolDepth, type SpoolOptions } from './spool/spool.ts'
