import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { setUnlimited } from '../sessions/session-settings.ts'

/**
 * Prisma's own schema engine, in WebAssembly: the same migrations and the same `_prisma_migrations` table as
 * `prisma migrate deploy`, with no binary to download. Its connections are closed when `work` is done.
 */
export async function withSchemaEngine<T>(
  connectionString: string,
  schemaFile: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({
    connectionString,
    application_name: 'touchline-migrate',
    onConnect: setUnlimited,
  })
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
  try {
    const { SchemaEngine } = await loadBindings()
    const datamodels: [string, string][] = [['schema.prisma', await readFile(schemaFile, 'utf8')]]
    return await work(await SchemaEngine.new({ datamodels }, () => {}, adapter))
  } finally {
    await pool.end()
  }
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')
let loaded: Promise<Bindings> | undefined

/** Once for the process: the glue keeps its instance in the module, and a second one would be talked to by the first. */
function loadBindings(): Promise<Bindings> {
  loaded ??= instantiate()
  return loaded
}

async function instantiate(): Promise<Bindings> {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = bindings as unknown as Record<string, unknown> & { __wbg_set_wasm(wasm: unknown): void }
  const wasmFile = fileURLToPath(
    new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
  )
  const module = await WebAssembly.compile(await readFile(wasmFile))
  const instance = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': glue as WebAssembly.ModuleImports,
  })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
  return bindings
}
