import { unwrap } from '../error-shape.ts'
import { searchAuditInput, searchAuditTrail } from '../operations/audit-trail/search.ts'
import { verifyAuditInput, verifyAuditTrail } from '../operations/audit-trail/verify.ts'
import { operatorCall, router } from '../trpc.ts'

export const auditRouter = router({
  search: operatorCall
    .input(searchAuditInput)
    .query(async ({ ctx, input }) => unwrap(await searchAuditTrail(ctx.database, input))),
  verify: operatorCall
    .input(verifyAuditInput)
    .query(async ({ ctx, input }) => unwrap(await verifyAuditTrail(ctx.database, input))),
})
