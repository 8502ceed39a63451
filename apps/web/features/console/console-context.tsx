'use client'

import type { Role, Ruled } from '@touchline/contracts/authorization'
import { createContext, type ReactNode, use, useMemo } from 'react'
import type { GatewayPlace } from '../gateway/gateway-origin.ts'
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
  /** Where the gateway is, for a page that follows a match as fans do. */
  readonly gateway: GatewayPlace
  may(procedure: Ruled): boolean
  /** Why the operator may not; undefined if they may. For a button's `disabledReason`. */
  whyNot(procedure: Ruled): string | undefined
}

const ConsoleContext = createContext<ConsoleValue | undefined>(undefined)

interface ConsoleProviderProps extends Pick<ConsoleValue, 'operator' | 'gateway'> {
  readonly children: ReactNode
}

export function ConsoleProvider({ operator, gateway, children }: ConsoleProviderProps) {
  const value = useMemo<ConsoleValue>(
    () => ({
      trpc: createOperatorOptions(),
      operator,
      gateway,
      may: procedure => whyNot(operator.role, procedure) === undefined,
      whyNot: procedure => whyNot(operator.role, procedure),
    }),
    [operator, gateway],
  )
  return <ConsoleContext value={value}>{children}</ConsoleContext>
}

export function useConsole(): ConsoleValue {
  const value = use(ConsoleContext)
  if (!value) throw new Error('useConsole belongs inside the console')
  return value
}
