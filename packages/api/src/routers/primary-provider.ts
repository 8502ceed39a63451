import { unwrap } from '../error-shape.ts'
import { choosePrimaryProvider, choosePrimaryProviderInput } from '../operations/primary-provider/choose.ts'
import {
  previewPrimaryProvider,
  previewPrimaryProviderInput,
} from '../operations/primary-provider/preview.ts'
import { showPrimaryProvider, showPrimaryProviderInput } from '../operations/primary-provider/show.ts'
import { operatorCall, router } from '../trpc.ts'

export const primaryProviderRouter = router({
  show: operatorCall
    .input(showPrimaryProviderInput)
    .query(async ({ ctx, input }) => unwrap(await showPrimaryProvider(ctx.database, input))),
  preview: operatorCall
    .input(previewPrimaryProviderInput)
    .query(async ({ ctx, input }) => unwrap(await previewPrimaryProvider(ctx.database, input, ctx.now()))),
  choose: operatorCall
    .input(choosePrimaryProviderInput)
    .mutation(async ({ ctx, input }) =>
      unwrap(await choosePrimaryProvider(ctx.database, input, { actor: ctx.operator, now: ctx.now() })),
    ),
})
