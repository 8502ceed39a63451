import { unwrap } from '../error-shape.ts'
import { listConsumers } from '../operations/consumer/list.ts'
import { pauseAConsumer, pauseConsumerInput } from '../operations/consumer/pause.ts'
import { previewConsumer, previewConsumerInput } from '../operations/consumer/preview.ts'
import { resetAConsumer, resetConsumerInput } from '../operations/consumer/reset.ts'
import { resumeAConsumer, resumeConsumerInput } from '../operations/consumer/resume.ts'
import { operatorCall, router } from '../trpc.ts'

export const consumerRouter = router({
  list: operatorCall.query(async ({ ctx }) => unwrap(await listConsumers(ctx.database, ctx.now()))),
  preview: operatorCall
    .input(previewConsumerInput)
    .query(async ({ ctx, input }) => unwrap(await previewConsumer(ctx.database, input, ctx.now()))),
  pause: operatorCall
    .input(pauseConsumerInput)
    .mutation(async ({ ctx, input }) => unwrap(await pauseAConsumer(ctx.database, input, ctx.operator))),
  resume: operatorCall
    .input(resumeConsumerInput)
    .mutation(async ({ ctx, input }) => unwrap(await resumeAConsumer(ctx.database, input, ctx.operator))),
  reset: operatorCall
    .input(resetConsumerInput)
    .mutation(async ({ ctx, input }) =>
      unwrap(await resetAConsumer(ctx.database, input, ctx.operator, ctx.now())),
    ),
})
