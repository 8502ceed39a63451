'use client'

import { useState } from 'react'
import { callDoor, type DoorRefusal } from './call-door.ts'

interface DoorState {
  readonly pending: boolean
  readonly refusal: DoorRefusal | null
}

/** One form's calls to the door: whether one is under way, and why the last was refused. */
export function useDoor() {
  const [state, setState] = useState<DoorState>({ pending: false, refusal: null })
  /** Stays pending after success: the page is about to be left. */
  const call = async <T>(path: string, body: object, onDone: (value: T) => void, staysHere = false) => {
    if (state.pending) return
    setState({ pending: true, refusal: null })
    const answer = await callDoor<T>(path, body)
    if (!answer.ok) return setState({ pending: false, refusal: answer })
    if (staysHere) setState({ pending: false, refusal: null })
    onDone(answer.value)
  }
  return { ...state, call }
}
