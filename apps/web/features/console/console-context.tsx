'use client'

import type { Role, Ruled } from '@touchline/contracts/authorization'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { createOperatorOptions, type OperatorOptions } from './trpc-options.ts'
import { whyNot } from './why-not.ts'

export interface SignedInOperator {
  readonly id: string
  readonly name: string
  readonly role: Role
}

interface ConsoleValue {
  /** The operators' procedures, as options for React Query. */
  readonly trpc: OperatorOptions
  readonly operator: SignedInOperator
  may(procedure: Ruled): boolean
  /** Why the operator may not; undefined if they may. For a button's `disabledReason`. */
  whyNot(procedure: Ruled): string | undefined
}

const ConsoleContext = createContext<ConsoleValue | undefined>(undefined)

export function ConsoleProvider({ operator, children }: { operator: SignedInOperator; children: ReactNode }) {
  const value = useMemo<ConsoleValue>(
    () => ({
      trpc: createOperatorOptions(),
      operator,
      may: procedure => whyNot(operator.role, procedure) === undefined,
      whyNot: procedure => whyNot(operator.role, procedure),
    }),
    [operator],
  )
  return <ConsoleContext value={value}>{children}</ConsoleContext>
}

export function useConsole(): ConsoleValue {
  const value = use(ConsoleContext)
  if (!value) throw new Error('useConsole belongs inside the console')
  return value
}
