import { unwrap } from '../error-shape.ts'
import { countDeadLetters, countDeadLettersInput } from '../operations/dead-letter/count.ts'
import { discardDeadLetters, discardDeadLettersInput } from '../operations/dead-letter/discard.ts'
import { groupDeadLetters, groupDeadLettersInput } from '../operations/dead-letter/groups.ts'
import { listDeadLetters, listDeadLettersInput } from '../operations/dead-letter/list.ts'
import { showDeadLetter, showDeadLetterInput } from '../operations/dead-letter/show.ts'
import { operatorCall, router } from '../trpc.ts'

export const deadLetterRouter = router({
  list: operatorCall
    .input(listDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await listDeadLetters(ctx.database, input))),
  groups: operatorCall
    .input(groupDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await groupDeadLetters(ctx.database, input))),
  show: operatorCall
    .input(showDeadLetterInput)
    .query(async ({ ctx, input }) => unwrap(await showDeadLetter(ctx.database, input))),
  count: operatorCall
    .input(countDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await countDeadLetters(ctx.database, input))),
  discard: operatorCall
    .input(discardDeadLettersInput)
    .mutation(async ({ ctx, input }) => unwrap(await discardDeadLetters(ctx.database, input, ctx.operator))),
})
