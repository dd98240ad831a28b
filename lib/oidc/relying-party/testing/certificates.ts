import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Node verifies certificates and makes none: these come from the program `openssl`. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export type Certificate = { key: Buffer; cert: Buffer }

/**
 * A certificate authority of a test's own, in a folder of its own.
 * `issue(name, days)` makes a certificate for one host name; of 0 days it has expired already.
 */
export function certificateAuthority() {
  const folder = mkdtempSync(path.join(tmpdir(), 'bothways-certificates-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const read = (name: string): Certificate => ({
    key: readFileSync(path.join(folder, `${name}.key`)),
    cert: readFileSync(path.join(folder, `${name}.pem`)),
  })
  const selfSign = (file: string, name: string) => {
    const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${file}.key`,
      '-out',
      `${file}.pem`,
      '-days',
      '2',
      ...names,
    )
    return read(file)
  }
  let made = 0
  function issue(name: string, days: number): Certificate {
    const file = `issued-${made++}`
    openssl('req', ...newKey, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${name}`)
    writeFileSync(path.join(folder, `${file}.ext`), `subjectAltName=DNS:${name}\n`)
    const signed = [
      '-CA',
      'authority.pem',
      '-CAkey',
      'authority.key',
      '-CAcreateserial',
      '-extfile',
      `${file}.ext`,
    ]
    openssl('x509', '-req', '-in', `${file}.csr`, '-out', `${file}.pem`, '-days', String(days), ...signed)
    return read(file)
  }
  selfSign('authority', 'authority.example')
  return {
    /** what NODE_EXTRA_CA_CERTS names */
    file: path.join(folder, 'authority.pem'),
    issue,
    selfSigned: (name: string) => selfSign(`self-signed-${made++}`, name),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
