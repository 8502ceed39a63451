import { unwrap } from '../error-shape.ts'
import { createPartnerGrant, createPartnerGrantInput } from '../operations/partner-grant/create.ts'
import { listAllPartnerGrants, listPartnerGrantsInput } from '../operations/partner-grant/list.ts'
import { revokePartnerGrant, revokePartnerGrantInput } from '../operations/partner-grant/revoke.ts'
import { operatorCall, router } from '../trpc.ts'

export const partnerGrantRouter = router({
  list: operatorCall
    .input(listPartnerGrantsInput)
    .query(async ({ ctx, input }) => unwrap(await listAllPartnerGrants(ctx.database, input))),
  create: operatorCall
    .input(createPartnerGrantInput)
    .mutation(async ({ ctx, input }) => unwrap(await createPartnerGrant(ctx.database, input, ctx.operator))),
  revoke: operatorCall
    .input(revokePartnerGrantInput)
    .mutation(async ({ ctx, input }) => unwrap(await revokePartnerGrant(ctx.database, input, ctx.operator))),
})
