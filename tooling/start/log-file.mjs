import { chmodSync, closeSync, existsSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from './data-folder.mjs'

const limitBytes = 20 * 1024 * 1024
const kept = 3

/**
 * An append-only file of at most 20 MiB, with 3 older ones beside it (`x.log.1` is the newest of them), for this user
 * alone. Opening it begins a new one.
 * @param {string} path
 */
export function openLogFile(path) {
  makeFolder(dirname(path))
  chmodSync(dirname(path), 0o700)
  for (const name of names(path)) if (existsSync(name)) chmodSync(name, 0o600)
  rotate(path)
  let fd = openSync(path, 'a', 0o600)
  let bytes = 0
  let open = true
  return {
    path,
    /** @param {string | Buffer} chunk */
    write(chunk) {
      if (!open) return
      if (bytes > limitBytes) {
        closeSync(fd)
        rotate(path)
        fd = openSync(path, 'a', 0o600)
        bytes = 0
      }
      try {
        bytes += typeof chunk === 'string' ? writeSync(fd, chunk) : writeSync(fd, chunk)
      } catch {
        // A full disk must not take the house down with it; the service says so itself.
      }
    },
    close() {
      if (open) closeSync(fd)
      open = false
    },
  }
}

/** @typedef {ReturnType<typeof openLogFile>} LogFile */

/** @param {string} path */
const names = path => [path, ...Array.from({ length: kept }, (_, n) => `${path}.${n + 1}`)]

/** @param {string} path */
function rotate(path) {
  if (!existsSync(path) || statSync(path).size === 0) return
  for (let n = kept - 1; n >= 1; n--)
    if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`)
  renameSync(path, `${path}.1`)
}
