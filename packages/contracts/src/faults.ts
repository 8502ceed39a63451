import type { z } from 'zod'
import type { Fault } from './error-codes.ts'

const maxFaults = 20

/** zod's issues as faults; at most 20, and never the offending value. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.slice(0, maxFaults).map(issue => ({
    path: issue.path.map(String).join('.') || '(root)',
    message: issue.message,
  }))
}
