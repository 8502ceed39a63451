import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The project's files of these patterns: tracked by git, or new and not ignored. */
export function tracked(root: string, patterns: readonly string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns]
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 16 << 20 })
  return [...new Set(listed.split('\n'))].filter(path => path !== '' && existsSync(join(root, path)))
}
