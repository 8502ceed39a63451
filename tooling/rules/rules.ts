export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

const mostLines = 300
const testing = /\.(test|contract|e2e|bench)\.tsx?$|\.setup\.ts$|\/testing\/|^e2e\//
const settings = /(^|\/)env\.(ts|mjs)$/
// Next replaces NODE_ENV while it builds: it is a constant, not a setting.
const readsEnv = /process\.env\b(?!\.NODE_ENV\b)/

/** What in this file breaks the house's own rules, one line each. */
export function broken({ path, text }: SourceFile): string[] {
  const lines = text.split('\n')
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length
  const faults: string[] = []
  if (count > mostLines) faults.push(`${path}: ${count} lines; a file has at most ${mostLines}`)
  if (!settings.test(path) && !testing.test(path)) {
    lines.forEach((line, index) => {
      if (readsEnv.test(line)) faults.push(`${path}:${index + 1}: the environment is read in env.ts alone`)
    })
  }
  return faults
}
