import type { Database } from '@touchline/db'
import type { Logger } from '@touchline/telemetry'
import type { SharedIn } from '../sources/shared-sources.ts'
import { createFileCursorStore, type FileCursorStore } from './file-cursor-store.ts'

export interface CursorsPlace {
  readonly database: Pick<Database, 'pool'> | undefined
  readonly instance: string
  /** Where they stand without a database. */
  readonly file: string
  readonly sources: number
}

export type OpenCursors = (SharedIn | FileCursorStore) & { close(): Promise<void> }

/** In the database, where replicas share sources out; without it in a file, and then no other may have sources. */
export async function openCursors(
  { database, instance, file, sources }: CursorsPlace,
  logger: Logger,
): Promise<OpenCursors> {
  if (database) return { database, instance, close: async () => {} }
  if (sources > 0)
    logger.warn(
      'without DATABASE_URL sources can not be shared out: let no other ingest have STADIUMS or SOCIAL_FEEDS',
    )
  return createFileCursorStore(file, logger)
}
