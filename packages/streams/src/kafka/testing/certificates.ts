import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificates {
  /** PEM of the authority that signed all the others. */
  readonly ca: string
  readonly caFile: string
  /** Signs a certificate for a name, good for servers at 127.0.0.1 and for clients; returns its key and chain as PEM. */
  issue(name: string): { readonly cert: string; readonly key: string }
}

/** An authority of its own in a folder, made by openssl. */
export function createCertificates(folder: string): Certificates {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const authority = ['-days', '2', '-subj', '/CN=Touchline test authority']
  openssl('req', '-x509', ...curve, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem')
  const caFile = join(folder, 'ca.pem')
  writeFileSync(join(folder, 'extensions'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  return {
    ca: readFileSync(caFile, 'utf8'),
    caFile,
    issue(name) {
      openssl('req', ...curve, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2']
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        ...signed,
        '-extfile',
        'extensions',
        '-out',
        `${name}.pem`,
      )
      const read = (file: string) => readFileSync(join(folder, file), 'utf8')
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) }
    },
  }
}
