import { unwrap } from '../error-shape.ts'
import { eventLifeInput, showEventLife } from '../operations/event/life.ts'
import { searchEvents } from '../operations/event/search.ts'
import { searchEventsInput } from '../operations/event/search-input.ts'
import { operatorCall, router } from '../trpc.ts'

export const eventRouter = router({
  search: operatorCall.input(searchEventsInput).query(async ({ ctx, input }) => {
    const { database, eventSearch: engine, now } = ctx
    return unwrap(await searchEvents({ database, engine, now }, input))
  }),
  life: operatorCall.input(eventLifeInput).query(async ({ ctx, input }) => {
    const { database, readRecord, traceUrlTemplate, operator } = ctx
    const nowMs = ctx.now().getTime()
    return unwrap(await showEventLife({ database, readRecord, traceUrlTemplate, operator, nowMs }, input))
  }),
})
