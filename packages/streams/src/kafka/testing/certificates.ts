import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate and its key, as PEM, and the files that hold them. */
export interface Issued {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
}

export interface Certificates {
  /** PEM of the authority that signed all the others. */
  readonly ca: string
  readonly caFile: string
  /** Signs a certificate, good for clients, and for servers at `names`: by default at 127.0.0.1 and localhost. */
  issue(name: string, names?: string): Issued
}

/** An authority of its own in a folder, made by openssl. */
export function createCertificates(folder: string): Certificates {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const fileOf = (file: string) => join(folder, file)
  const read = (file: string) => readFileSync(fileOf(file), 'utf8')
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const authority = ['-days', '2', '-subj', '/CN=Touchline test authority']
  openssl('req', '-x509', ...curve, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem')
  return {
    ca: read('ca.pem'),
    caFile: fileOf('ca.pem'),
    issue(name, names = 'IP:127.0.0.1,DNS:localhost') {
      const [cert, key] = [`${name}.pem`, `${name}.key`]
      const [request, extensions] = [`${name}.csr`, `${name}.ext`]
      writeFileSync(fileOf(extensions), `subjectAltName=${names}\n`)
      openssl('req', ...curve, '-subj', `/CN=${name}`, '-keyout', key, '-out', request)
      const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2']
      openssl('x509', '-req', ...signing, '-in', request, '-extfile', extensions, '-out', cert)
      return { cert: read(cert), key: read(key), certFile: fileOf(cert), keyFile: fileOf(key) }
    },
  }
}
