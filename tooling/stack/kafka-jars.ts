import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const version = '4.4.0'
const here = import.meta.dirname
const cache = join(here, '../../node_modules/.cache/touchline')
const libs = join(cache, `kafka-${version}`)

/** The folder with the broker's jars, fetched by Maven at first (44 jars, 43 MB). Needs Java 17 and `mvn`. */
export async function kafkaJars(): Promise<string> {
  if (existsSync(libs)) return libs
  mkdirSync(cache, { recursive: true })
  const partial = join(cache, `kafka-${version}.${process.pid}`)
  await fetchInto(partial)
  try {
    renameSync(partial, libs)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(libs)) throw error
  }
  return libs
}

async function fetchInto(folder: string): Promise<void> {
  const pom = join(here, 'kafka/pom.xml')
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`]
  await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, ...goal], { timeout: 300_000 }).catch(cause => {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(
      'the jars of Kafka cannot be fetched: this needs Java 17, Maven (`mvn`) and its repository',
      { cause },
    )
  })
}
