import { authorization, type ErrorCode, type Rule, type Ruled } from '@touchline/contracts'
import type { AppRouter } from './app-router.ts'
import type { ApiContext } from './context.ts'
import type { OperatorRouter } from './operator-router.ts'
import { hasScope } from './scope.ts'

/** Why a caller may not call a procedure; undefined if it may. Without a rule nobody may. */
export function refusalFor(
  path: string,
  { caller, operator }: Pick<ApiContext, 'caller' | 'operator'>,
): Extract<ErrorCode, 'unauthorized' | 'forbidden'> | undefined {
  const rule = Object.hasOwn(authorization, path) ? (authorization[path as Ruled] as Rule) : undefined
  if (rule === undefined) return 'forbidden'
  if (rule.to === 'operators') {
    if (operator === undefined) return 'unauthorized'
    return rule.roles.includes(operator.role) ? undefined : 'forbidden'
  }
  return rule.scope === undefined || hasScope(caller.identity, rule.scope) ? undefined : 'forbidden'
}

/** The paths of a router's procedures, such as `match.list`. */
type Paths<R extends { _def: { record: object } }> = PathsOf<R['_def']['record']>
type PathsOf<T> = {
  [K in keyof T & string]: T[K] extends { _def: unknown } ? K : `${K}.${PathsOf<T[K]>}`
}[keyof T & string]

type Procedure = Paths<AppRouter> | Paths<OperatorRouter>
type Nothing<T extends never> = T
/** Does not compile where a procedure has no rule, and names it. */
export type WithoutRule = Nothing<Exclude<Procedure, Ruled>>
