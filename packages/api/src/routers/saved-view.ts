import { unwrap } from '../error-shape.ts'
import { listSavedViewsInput, listViews } from '../operations/saved-view/list.ts'
import { removeView, removeViewInput } from '../operations/saved-view/remove.ts'
import { saveView, saveViewInput } from '../operations/saved-view/save.ts'
import { operatorCall, router } from '../trpc.ts'

export const savedViewRouter = router({
  list: operatorCall
    .input(listSavedViewsInput)
    .query(async ({ ctx, input }) => unwrap(await listViews(ctx.database, input, ctx.operator))),
  save: operatorCall
    .input(saveViewInput)
    .mutation(async ({ ctx, input }) => unwrap(await saveView(ctx.database, input, ctx.operator))),
  remove: operatorCall
    .input(removeViewInput)
    .mutation(async ({ ctx, input }) => unwrap(await removeView(ctx.database, input, ctx.operator))),
})
