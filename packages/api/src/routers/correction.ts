import { unwrap } from '../error-shape.ts'
import { createCorrection, createCorrectionInput } from '../operations/correction/create.ts'
import { listCorrectionsInput, listMatchCorrections } from '../operations/correction/list.ts'
import { previewCorrection, previewCorrectionInput } from '../operations/correction/preview.ts'
import { operatorCall, router } from '../trpc.ts'

export const correctionRouter = router({
  list: operatorCall
    .input(listCorrectionsInput)
    .query(async ({ ctx, input }) => unwrap(await listMatchCorrections(ctx.database, input))),
  preview: operatorCall
    .input(previewCorrectionInput)
    .query(async ({ ctx, input }) => unwrap(await previewCorrection(ctx.database, input))),
  create: operatorCall
    .input(createCorrectionInput)
    .mutation(async ({ ctx, input }) =>
      unwrap(await createCorrection(ctx.database, input, { actor: ctx.operator, now: ctx.now() })),
    ),
})
