import type { TableState } from '../kit/table/table-slot.tsx'
import { callInOneLine } from './call-words.ts'

interface AskedList {
  readonly isPending: boolean
  readonly error: Parameters<typeof callInOneLine>[0] | null
  readonly data: unknown
  refetch(): unknown
}

/** An error takes the table's place only where there is nothing to show. */
export function tableStateOf(list: AskedList): TableState {
  if (list.isPending) return 'loading'
  if (!list.error || list.data !== undefined) return 'ready'
  return { error: callInOneLine(list.error) ?? '', onRetry: () => void list.refetch() }
}
