import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { withLock } from '@/lib/db/embedded/lock'
import { LaunchError } from '../service'
import { makeAuthority, makeCertificate, type Pair } from './certificates'

/**
 * Where the certificates of `--https` are kept: in `DATA_DIR/https`, for the owner alone, from start to start. The
 * certificate of the server is made anew whenever it is of no use; the authority, which somebody may have trusted by
 * hand, only where it is not there or has ended.
 */

/** What is about to end is renewed before it does. */
const renewalMs = 30 * 24 * 60 * 60 * 1000

const localNames = ['localhost', '*.localhost', '127.0.0.1', '::1']

export type Certificates = {
  said: string
  /** of the certificate that browsers have to trust; its private key is beside it */
  authorityFile: string
  /** its common name, by which it is found among those that are trusted */
  authorityName: string
  /** PEM, both: what the server shows, and its private key */
  server: Pair
}

/** `undefined` where the file is not there. @throws where it cannot be read */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all. A killed process may have left an unfinished file: only one process at a time is here. */
function write(file: string, content: string, mode: number) {
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, content, { mode, flag: 'wx' })
  renameSync(unfinished, file)
}

/** A certificate and its key, in two files. The certificate is written last: where it is, the key was there before. */
class PairFiles {
  readonly certificate: string
  readonly key: string

  constructor(folder: string, name: string) {
    this.certificate = path.join(folder, `${name}.pem`)
    this.key = path.join(folder, `${name}.key`)
  }

  /** `undefined` where there is no certificate; `damaged` where the two are no certificate and its key */
  read(): Pair | 'damaged' | undefined {
    const certificate = contentOf(this.certificate)
    if (certificate === undefined) return undefined
    const pair = { certificate, key: contentOf(this.key) ?? '' }
    if (!belongTogether(pair)) return 'damaged'
    chmodSync(this.key, 0o600)
    return pair
  }

  write({ certificate, key }: Pair) {
    rmSync(this.certificate, { force: true })
    write(this.key, key, 0o600)
    write(this.certificate, certificate, 0o644)
  }
}

function belongTogether({ certificate, key }: Pair): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

/** The names of this machine, and that of AUTH_URL where it is another: few clients take `*.localhost` for it. */
function namesFor(hostname: string): string[] {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return [...new Set([...localNames, name])]
}

/** Of IPv6 there is one address to be asked for, which every certificate of ours has. */
function hasName({ subjectAltName = '' }: X509Certificate, name: string): boolean {
  const entries = subjectAltName.split(', ')
  return isIP(name) === 6 || entries.includes(`${isIP(name) ? 'IP Address' : 'DNS'}:${name}`)
}

/** Is it good for all these names, for a while, and for whoever trusts the authority? */
function isOfUse(pair: Pair, authority: Pair, names: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(pair.certificate)
  const issuer = new X509Certificate(authority.certificate)
  const isFromAuthority = certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  return isFromAuthority && lasts(certificate, now) && names.every((name) => hasName(certificate, name))
}

const hasBegun = ({ validFrom }: X509Certificate, now: Date) => Date.parse(validFrom) <= now.getTime()
const lasts = (certificate: X509Certificate, now: Date) =>
  hasBegun(certificate, now) && Date.parse(certificate.validTo) - now.getTime() > renewalMs

const removal = 'remove the folder, and trust the authority that the next start makes'

/** @returns undefined where there is none, or one that has ended
 *  @throws LaunchError where one is there that cannot be used: somebody may have trusted it */
function readAuthority(files: PairFiles, now: Date): Pair | undefined {
  const pair = files.read()
  if (pair === undefined) return undefined
  if (pair === 'damaged')
    throw new LaunchError(`${files.certificate} or its key is damaged: repair them, or ${removal}.`)
  const certificate = new X509Certificate(pair.certificate)
  if (!certificate.ca)
    throw new LaunchError(`${files.certificate} is no certificate of an authority: ${removal}.`)
  if (!hasBegun(certificate, now))
    throw new LaunchError(`${files.certificate} begins in the future: set the clock, or ${removal}.`)
  return lasts(certificate, now) ? pair : undefined
}

async function readOrMake(folder: string, names: string[], now: Date): Promise<Certificates> {
  const authorityFiles = new PairFiles(folder, 'authority')
  const serverFiles = new PairFiles(folder, 'localhost')
  const present = readAuthority(authorityFiles, now)
  const authority = present ?? makeAuthority(now)
  if (!present) authorityFiles.write(authority)
  const kept = serverFiles.read()
  const isKept = kept !== undefined && kept !== 'damaged' && isOfUse(kept, authority, names, now)
  const server = isKept ? kept : makeCertificate(authority, names, now)
  if (!isKept) serverFiles.write(server)
  return {
    said: present ? (isKept ? 'read' : 'made anew') : 'authority and certificate made',
    authorityFile: authorityFiles.certificate,
    authorityName: new X509Certificate(authority.certificate).subject.replace(/^CN=/, ''),
    server,
  }
}

/**
 * Reads the certificates of a DATA_DIR, making what is missing or of no use. Safe when several starts do it at once, and
 * when one is killed meanwhile.
 * @param dataDir a folder that exists
 * @param hostname of AUTH_URL: a name or an address of this machine
 * @throws LaunchError when the folder cannot be used, or the authority is damaged
 */
export async function readCertificates(dataDir: string, hostname: string, now: Date): Promise<Certificates> {
  const folder = path.join(dataDir, 'https')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
    return await withLock(path.join(folder, 'lock'), () => readOrMake(folder, namesFor(hostname), now))
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (!syscall) throw error
    throw new LaunchError(`DATA_DIR: ${folder} cannot be used (${code}).`)
  }
}
