/** The spool, or the disk under it, has no room for these records. What it held before is untouched. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull'
}

/** Bytes of a segment that are no whole record: a write that a crash cut short, or a disk that forgot. */
export class SpoolDamaged extends Error {
  override readonly name = 'SpoolDamaged'
  readonly path: string
  readonly lostBytes: number

  constructor(path: string, lostBytes: number) {
    super(`${path}: ${lostBytes} bytes at its end are no whole record and are passed over`)
    this.path = path
    this.lostBytes = lostBytes
  }
}

const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** A full disk as SpoolFull, anything else as it is. */
export function asSpoolFault(error: unknown): unknown {
  const full = error instanceof Error && 'code' in error && fullCodes.has(error.code)
  return full ? new SpoolFull('the disk is full', { cause: error }) : error
}
