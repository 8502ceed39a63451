/** What a worker can say of itself: its metrics, or a probe's report as JSON. */
export type Measure = 'exposition' | 'ready' | 'startup'

/** What the primary and its workers say to one another, beside the broadcast. */
export type ToWorker =
  | { readonly host: 'stop' }
  /** From now on you are not ready. */
  | { readonly host: 'leave' }
  | { readonly host: 'measure'; readonly id: number; readonly what: Measure }
  | { readonly host: 'gathered'; readonly id: number; readonly text: string }

export type ToPrimary =
  | { readonly host: 'serving' }
  | { readonly host: 'measured'; readonly id: number; readonly text: string }
  /** Say what all of us measured. */
  | { readonly host: 'gather'; readonly id: number }

/** Both ends are ours and of one build: a look at the shape keeps other traffic out. */
const isOurs = (message: unknown): message is { readonly host: string } =>
  typeof message === 'object' && message !== null && 'host' in message

export const hear =
  <Message>(listener: (message: Message) => void) =>
  (message: unknown): void => {
    if (isOurs(message)) listener(message as Message)
  }
