import { unwrap } from '../error-shape.ts'
import { addGroupNote, addGroupNoteInput } from '../operations/dead-letter-group/add-note.ts'
import { showDeadLetterGroup, showGroupInput } from '../operations/dead-letter-group/show.ts'
import { updateDeadLetterGroup, updateGroupInput } from '../operations/dead-letter-group/update.ts'
import { operatorCall, router } from '../trpc.ts'

export const deadLetterGroupRouter = router({
  show: operatorCall
    .input(showGroupInput)
    .query(async ({ ctx, input }) => unwrap(await showDeadLetterGroup(ctx.database, input, ctx.now()))),
  update: operatorCall
    .input(updateGroupInput)
    .mutation(async ({ ctx, input }) =>
      unwrap(await updateDeadLetterGroup(ctx.database, input, ctx.operator)),
    ),
  addNote: operatorCall
    .input(addGroupNoteInput)
    .mutation(async ({ ctx, input }) => unwrap(await addGroupNote(ctx.database, input, ctx.operator))),
})
