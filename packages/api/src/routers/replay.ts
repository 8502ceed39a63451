import { unwrap } from '../error-shape.ts'
import { abortReplay } from '../operations/replay/abort.ts'
import { createReplay, createReplayInput } from '../operations/replay/create.ts'
import { decideReplay, decideReplayInput } from '../operations/replay/decide.ts'
import { pageReplayItemsInput, replayItems } from '../operations/replay/items.ts'
import { listReplays, listReplaysInput } from '../operations/replay/list.ts'
import { resumeReplay } from '../operations/replay/resume.ts'
import { replayInput, showReplay } from '../operations/replay/show.ts'
import { operatorCall, router } from '../trpc.ts'

export const replayRouter = router({
  create: operatorCall
    .input(createReplayInput)
    .mutation(async ({ ctx, input }) => unwrap(await createReplay(ctx.database, input, ctx.operator))),
  list: operatorCall
    .input(listReplaysInput)
    .query(async ({ ctx, input }) => unwrap(await listReplays(ctx.database, input))),
  show: operatorCall
    .input(replayInput)
    .query(async ({ ctx, input }) => unwrap(await showReplay(ctx.database, input, ctx.now()))),
  items: operatorCall
    .input(pageReplayItemsInput)
    .query(async ({ ctx, input }) => unwrap(await replayItems(ctx.database, input))),
  abort: operatorCall
    .input(replayInput)
    .mutation(async ({ ctx, input }) => unwrap(await abortReplay(ctx.database, input, ctx.operator))),
  resume: operatorCall
    .input(replayInput)
    .mutation(async ({ ctx, input }) => unwrap(await resumeReplay(ctx.database, input, ctx.operator))),
  decide: operatorCall
    .input(decideReplayInput)
    .mutation(async ({ ctx, input }) => unwrap(await decideReplay(ctx.database, input, ctx.operator))),
})
