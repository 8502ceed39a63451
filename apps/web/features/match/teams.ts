import type { Side } from '@touchline/contracts'
import type { TeamIdentity } from '../team/team-identity.ts'

export type Teams = Readonly<Record<Side, TeamIdentity>>
