import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { contractTypes } from './contract-types.ts'

const sources = fileURLToPath(new URL('../src/', import.meta.url))
const config = fileURLToPath(new URL('../../../tsconfig.base.json', import.meta.url))

/** The declarations that the entries need, by file name: nothing in them points outside of the package. */
export function declarations(entries: readonly string[]): Map<string, string> {
  const { options } = ts.convertCompilerOptionsFromJson(
    ts.readConfigFile(config, ts.sys.readFile).config.compilerOptions,
    sources,
  )
  const program = ts.createProgram(
    [...entries, 'published-api'].map(entry => join(sources, `${entry}.ts`)),
    { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
  )
  const emitted = new Map<string, string>()
  const keep: ts.WriteFileCallback = (file, text) => void emitted.set(basename(file), text)
  for (const file of program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(sources)))
    program.emit(file, keep, undefined, true)
  emitted.set('gateway-api.d.ts', "export type { PublishedApi as GatewayApi } from './published-api.ts'\n")
  return withContracts(reachable(emitted, entries), program)
}

function reachable(emitted: Map<string, string>, entries: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  const waiting = entries.map(entry => `${entry}.d.ts`)
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (found.has(name)) continue
    const text = emitted.get(name)
    if (text === undefined) throw new Error(`there are no declarations of ${name}`)
    found.set(name, text)
    for (const [, file] of text.matchAll(/from '\.\/([\w-]+)\.ts'/g)) waiting.push(`${file}.d.ts`)
  }
  return found
}

const fromContracts = /import (?:type )?\{([^}]*)\} from '@touchline\/contracts(?:\/wire)?'/g

function withContracts(files: Map<string, string>, program: ts.Program): Map<string, string> {
  const names = [...files.values()].flatMap(text =>
    [...text.matchAll(fromContracts)].flatMap(([, list = '']) => list.match(/\b[A-Z]\w*/g) ?? []),
  )
  const result = new Map([['contracts.d.ts', contractTypes(program, names)]])
  for (const [name, text] of files) {
    result.set(
      name,
      text
        .replaceAll(/'@touchline\/contracts(\/wire)?'/g, "'./contracts.js'")
        .replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'"),
    )
  }
  return result
}
