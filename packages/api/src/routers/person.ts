import { unwrap } from '../error-shape.ts'
import { changeRole, changeRoleInput } from '../operations/person/change-role.ts'
import { disablePerson } from '../operations/person/disable.ts'
import { enablePerson } from '../operations/person/enable.ts'
import { invitePerson, invitePersonInput } from '../operations/person/invite.ts'
import { listAllPeople, listPeopleInput } from '../operations/person/list.ts'
import { personInput } from '../operations/person/person-input.ts'
import { resetPassword } from '../operations/person/reset-password.ts'
import { resetSecondFactor } from '../operations/person/reset-second-factor.ts'
import { operatorCall, router } from '../trpc.ts'

export const personRouter = router({
  list: operatorCall
    .input(listPeopleInput)
    .query(async ({ ctx, input }) => unwrap(await listAllPeople(ctx.database, input))),
  invite: operatorCall
    .input(invitePersonInput)
    .mutation(async ({ ctx, input }) => unwrap(await invitePerson(ctx.database, input, ctx.operator))),
  changeRole: operatorCall
    .input(changeRoleInput)
    .mutation(async ({ ctx, input }) => unwrap(await changeRole(ctx.database, input, ctx.operator))),
  disable: operatorCall
    .input(personInput)
    .mutation(async ({ ctx, input }) => unwrap(await disablePerson(ctx.database, input, ctx.operator))),
  enable: operatorCall
    .input(personInput)
    .mutation(async ({ ctx, input }) => unwrap(await enablePerson(ctx.database, input, ctx.operator))),
  resetPassword: operatorCall
    .input(personInput)
    .mutation(async ({ ctx, input }) => unwrap(await resetPassword(ctx.database, input, ctx.operator))),
  resetSecondFactor: operatorCall
    .input(personInput)
    .mutation(async ({ ctx, input }) => unwrap(await resetSecondFactor(ctx.database, input, ctx.operator))),
})
