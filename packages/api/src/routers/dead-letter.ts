import { unwrap } from '../error-shape.ts'
import { checkEdit, checkEditInput } from '../operations/dead-letter/check-edit.ts'
import { letterChoices, letterChoicesInput } from '../operations/dead-letter/choices.ts'
import { compareDeadLetter } from '../operations/dead-letter/compare.ts'
import { countDeadLetters, countDeadLettersInput } from '../operations/dead-letter/count.ts'
import { discardDeadLetters, discardDeadLettersInput } from '../operations/dead-letter/discard.ts'
import { groupDeadLetters, groupDeadLettersInput } from '../operations/dead-letter/groups.ts'
import { listDeadLetters, listDeadLettersInput } from '../operations/dead-letter/list.ts'
import { showDeadLetter, showDeadLetterInput, type Viewer } from '../operations/dead-letter/show.ts'
import { operatorCall, router } from '../trpc.ts'

const viewer = ({ operator, now }: { operator: Viewer['operator']; now(): Date }): Viewer => ({
  operator,
  now: now(),
})

export const deadLetterRouter = router({
  list: operatorCall
    .input(listDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await listDeadLetters(ctx.database, input))),
  groups: operatorCall
    .input(groupDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await groupDeadLetters(ctx.database, input, ctx.now()))),
  show: operatorCall
    .input(showDeadLetterInput)
    .query(async ({ ctx, input }) => unwrap(await showDeadLetter(ctx.database, input, viewer(ctx)))),
  compare: operatorCall
    .input(showDeadLetterInput)
    .query(async ({ ctx, input }) => unwrap(await compareDeadLetter(ctx.database, input, viewer(ctx)))),
  /** A mutation by its size alone: it changes nothing. */
  checkEdit: operatorCall
    .input(checkEditInput)
    .mutation(async ({ ctx, input }) => unwrap(await checkEdit(ctx.database, input, viewer(ctx)))),
  choices: operatorCall
    .input(letterChoicesInput)
    .query(async ({ ctx, input }) => unwrap(await letterChoices(ctx.database, input))),
  count: operatorCall
    .input(countDeadLettersInput)
    .query(async ({ ctx, input }) => unwrap(await countDeadLetters(ctx.database, input))),
  discard: operatorCall
    .input(discardDeadLettersInput)
    .mutation(async ({ ctx, input }) => unwrap(await discardDeadLetters(ctx.database, input, ctx.operator))),
})
