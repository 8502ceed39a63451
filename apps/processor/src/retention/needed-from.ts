import { type Database, readNeededOffsets } from '@touchline/db'
import type { StartAt } from '@touchline/streams'
import { groupOfTopic } from '../runner.ts'

/**
 * What the embedded log's retention must keep: all that is not stored, dead, parked or shed yet, and what was put off.
 * What is parked or spooled stands elsewhere by then.
 */
export const neededFrom =
  (database: Pick<Database, 'pool'>): StartAt =>
  places =>
    readNeededOffsets(
      database,
      places.flatMap(place => {
        const group = groupOfTopic(place.topic)
        return group === undefined ? [] : [{ ...place, group }]
      }),
    )
