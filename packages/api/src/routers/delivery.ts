import { unwrap } from '../error-shape.ts'
import { deliveryAccounts, deliveryAccountsInput } from '../operations/delivery/accounts.ts'
import { repairDelivery, repairDeliveryInput } from '../operations/delivery/repair.ts'
import { showDeliveryReport } from '../operations/delivery/report.ts'
import { deliveryWatermarks, deliveryWatermarksInput } from '../operations/delivery/watermarks.ts'
import { listReconciliations, listReconciliationsInput } from '../operations/reconciliation/list.ts'
import { reconciliationInput } from '../operations/reconciliation/show.ts'
import { operatorCall, router } from '../trpc.ts'

export const deliveryRouter = router({
  reports: operatorCall
    .input(listReconciliationsInput)
    .query(async ({ ctx, input }) => unwrap(await listReconciliations(ctx.database, input))),
  report: operatorCall
    .input(reconciliationInput)
    .query(async ({ ctx, input }) => unwrap(await showDeliveryReport(ctx.database, input))),
  repair: operatorCall
    .input(repairDeliveryInput)
    .mutation(async ({ ctx, input }) => unwrap(await repairDelivery(ctx.database, input, ctx.operator))),
  accounts: operatorCall
    .input(deliveryAccountsInput)
    .query(async ({ ctx, input }) => unwrap(await deliveryAccounts(ctx.database, input))),
  watermarks: operatorCall
    .input(deliveryWatermarksInput)
    .query(async ({ ctx, input }) => unwrap(await deliveryWatermarks(ctx.database, input, ctx.now()))),
})
