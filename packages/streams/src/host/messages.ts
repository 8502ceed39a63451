import type { Notice } from '../broadcast.ts'

/** What a worker asks of the process that holds the broadcast; each is answered once, in any order. */
export type Request =
  | { readonly kind: 'hello' | 'ping' | 'beat'; readonly id: number }
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly id: number; readonly channel: string }
  | { readonly kind: 'publish'; readonly id: number; readonly notices: readonly Notice[] }

export type Answer =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly carriesBody: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly reason: string }

export type ToWorker =
  | Answer
  | { readonly kind: 'notice'; readonly notice: Notice }
  /** Notices of these channels may have been lost. */
  | { readonly kind: 'interrupted'; readonly channels: readonly string[] }

/** Both ends are ours and of one build: a look at the shape keeps other traffic out. */
export const isMessage = (value: unknown): value is { readonly kind: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
