import type { LinkMode } from '../proxy/mode.ts'

export const appNames = ['ingest', 'processor', 'gateway'] as const
export type AppName = (typeof appNames)[number]
export const linkNames = ['kafka', 'redis', 'postgres', 'fans', 'door'] as const
export type LinkName = (typeof linkNames)[number]

/** One thing that goes wrong, for a while. */
export type Fault =
  | { readonly kind: 'kill'; readonly target: AppName | 'kafka' | 'redis' | 'postgres' }
  /** PostgreSQL's immediate shutdown: no checkpoint, every connection cut. */
  | { readonly kind: 'stop-immediate'; readonly target: 'postgres' }
  /** SIGSTOP, then SIGCONT. */
  | { readonly kind: 'freeze'; readonly target: AppName }
  | { readonly kind: 'cut'; readonly target: LinkName }
  | { readonly kind: 'link'; readonly target: LinkName; readonly mode: LinkMode }
  | { readonly kind: 'burst'; readonly target: 'load'; readonly what: 'duplicates' | 'reordered' | 'damaged' }
  /** Damaged readings come in numbers while the log is away: the door's spool is soon full. */
  | { readonly kind: 'spool-full'; readonly target: 'kafka' }

export interface ScheduledFault {
  readonly atMs: number
  readonly lastsMs: number
  readonly fault: Fault
}

/** In a word or two, for counts. */
export function nameOf(fault: Fault): string {
  if (fault.kind === 'link') return `${fault.mode.kind} ${fault.target}`
  if (fault.kind === 'burst') return `burst ${fault.what}`
  return `${fault.kind} ${fault.target}`
}
