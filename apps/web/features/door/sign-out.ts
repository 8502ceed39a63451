import { callDoor } from './call-door.ts'

/** Leaves, here or on all devices, and begins anew where nobody is signed in. */
export async function signOut({ everywhere = false, to = '/sign-in' } = {}): Promise<void> {
  const answer = await callDoor(everywhere ? '/revoke-sessions' : '/sign-out')
  if (answer.ok) window.location.assign(to)
  else window.location.reload()
}
