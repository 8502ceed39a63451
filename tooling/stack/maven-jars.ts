import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const here = import.meta.dirname
const cache = join(here, '../../node_modules/.cache/touchline')

interface Jars {
  /** A folder beside this file, with the `pom.xml` that names them. */
  readonly name: string
  /** Another version is fetched into another folder. */
  readonly version: string
}

/** The folder with the jars of a service, fetched by Maven at first. Needs Java 17 and `mvn`. */
export async function mavenJars({ name, version }: Jars): Promise<string> {
  const jars = join(cache, `${name}-${version}`)
  if (existsSync(jars)) return jars
  mkdirSync(cache, { recursive: true })
  const partial = `${jars}.${process.pid}`
  await fetchInto(partial, name)
  try {
    renameSync(partial, jars)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(jars)) throw error
  }
  return jars
}

/** 44 jars, 43 MB. */
export const kafkaJars = (): Promise<string> => mavenJars({ name: 'kafka', version: '4.4.0' })

async function fetchInto(folder: string, name: string): Promise<void> {
  const pom = join(here, name, 'pom.xml')
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`]
  await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, ...goal], { timeout: 300_000 }).catch(cause => {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      `the jars of ${name} cannot be fetched: this needs Java 17, Maven (\`mvn\`) and its repository`,
      { cause },
    )
  })
}
