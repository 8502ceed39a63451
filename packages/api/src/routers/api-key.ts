import { refusal, unwrap } from '../error-shape.ts'
import { createApiKey, createApiKeyInput } from '../operations/api-key/create.ts'
import { listAllApiKeys, listApiKeysInput } from '../operations/api-key/list.ts'
import { revokeApiKey, revokeApiKeyInput } from '../operations/api-key/revoke.ts'
import { rotateApiKey, rotateApiKeyInput } from '../operations/api-key/rotate.ts'
import { operatorCall, router } from '../trpc.ts'

/** Only where the process has the pepper. */
const keyMaker = operatorCall.use(({ ctx, next }) => {
  const { apiKeyPepper: pepper } = ctx
  if (pepper === undefined) throw refusal('unavailable')
  return next({ ctx: { ...ctx, pepper } })
})

export const apiKeyRouter = router({
  list: operatorCall
    .input(listApiKeysInput)
    .query(async ({ ctx, input }) => unwrap(await listAllApiKeys(ctx.database, input))),
  create: keyMaker
    .input(createApiKeyInput)
    .mutation(async ({ ctx, input }) => unwrap(await createApiKey(ctx, input, ctx.operator))),
  rotate: keyMaker
    .input(rotateApiKeyInput)
    .mutation(async ({ ctx, input }) => unwrap(await rotateApiKey(ctx, input, ctx.operator))),
  revoke: operatorCall
    .input(revokeApiKeyInput)
    .mutation(async ({ ctx, input }) => unwrap(await revokeApiKey(ctx.database, input, ctx.operator))),
})
