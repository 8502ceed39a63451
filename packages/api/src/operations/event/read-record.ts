/** A place in the log. */
export interface RecordPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** A record as the log holds it. */
export interface ReadRecord {
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
  readonly appendedAtMs: number
}

/** Reads one record again; undefined where the log no longer has it. Bounded in time. */
export type RecordReader = (place: RecordPlace) => Promise<ReadRecord | undefined>
