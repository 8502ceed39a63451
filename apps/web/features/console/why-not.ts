import { may, type Role, type Ruled, rolesThatMay } from '@touchline/contracts/authorization'

/** Why somebody may not do something, as a sentence; undefined if they may. */
export function whyNot(role: Role, procedure: Ruled): string | undefined {
  if (may(role, procedure)) return undefined
  const allowed = rolesThatMay(procedure)
  const list = allowed.length === 1 ? allowed[0] : `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`
  return `You are ${role}; this takes ${list}.`
}
