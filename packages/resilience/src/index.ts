export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from './retry-budget.ts'
export { maxRetries, retryDelayMs } from './retry-delay.ts'
export { SpoolDamaged, SpoolFull } from './spool/faults.ts'
export { createSpool, type Spool, type SpoolDepth, type SpoolOptions } from './spool/spool.ts'
