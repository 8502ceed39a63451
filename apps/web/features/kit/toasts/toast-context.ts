import { createContext } from 'react'
import type { Tone } from '../display/tone.ts'

export interface ToastMore {
  readonly description?: string | undefined
  readonly action?: { readonly label: string; onClick(): void } | undefined
}

export interface ToastNote extends ToastMore {
  readonly id: number
  readonly tone: Tone
  readonly title: string
}

export type AddToast = (tone: Tone, title: string, more?: ToastMore) => void

export const ToastContext = createContext<AddToast>(() => undefined)
