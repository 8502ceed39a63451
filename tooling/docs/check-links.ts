import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { anchorsOf, namedScripts, relativeLinks } from './links.ts'

/** One line for each link that leads nowhere, and each npm script that does not exist. */
export function checkPages(root: string, pages: readonly string[], scripts: ReadonlySet<string>): string[] {
  return pages.flatMap(page => {
    const text = readFileSync(join(root, page), 'utf8')
    const links = relativeLinks(text).flatMap(({ path, anchor, line }) => {
      const fault = checkLink(root, page, path, anchor)
      return fault ? [`${page}:${line}: ${fault}`] : []
    })
    const names = namedScripts(text)
      .filter(({ name }) => !scripts.has(name))
      .map(({ name, line }) => `${page}:${line}: package.json has no script "${name}"`)
    return [...links, ...names]
  })
}

function checkLink(root: string, page: string, path: string, anchor: string): string | undefined {
  const target = path === '' ? join(root, page) : normalize(join(root, dirname(page), path))
  const shown = relative(root, target)
  if (shown.startsWith('..')) return `${path} leads out of the project`
  if (!existsSync(target)) return `${shown} does not exist`
  if (anchor === '' || !target.endsWith('.md') || statSync(target).isDirectory()) return undefined
  return anchorsOf(readFileSync(target, 'utf8')).has(anchor)
    ? undefined
    : `${shown} has no heading #${anchor}`
}
