import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { makeAuthority, makeCertificate, type Pair } from './certificates'

const now = new Date()
const day = 24 * 60 * 60 * 1000
const authority = makeAuthority(now)
const local = ['localhost', '*.localhost', '127.0.0.1', '::1']

/** A server that shows this certificate, and a client that trusts that authority alone. @returns 'trusted', or why not */
async function handshake(shown: Pair, trusted: Pair, name = 'localhost'): Promise<string> {
  const server = tls.createServer({ cert: shown.certificate, key: shown.key }, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const said = await new Promise<string>((done) => {
    const checkServerIdentity = (_: string, certificate: tls.PeerCertificate) =>
      tls.checkServerIdentity(name, certificate)
    const client = tls.connect({ port, host: '127.0.0.1', ca: trusted.certificate, checkServerIdentity })
    client.once('secureConnect', () => done('trusted'))
    client.on('error', (error: Error) => done(error.message))
    client.on('close', () => done('closed'))
    client.resume()
  })
  server.close()
  return said
}

describe('the authority', () => {
  const certificate = new X509Certificate(authority.certificate)

  test('is one, signed by itself, for ten years', () => {
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.checkIssued(certificate)).toBe(true)
    const days = (Date.parse(certificate.validTo) - now.getTime()) / day
    expect(days).toBeGreaterThan(3600)
    expect(days).toBeLessThan(3660)
  })

  test('has a name that no other has', () => {
    expect(certificate.subject).toMatch(/^CN=Bothways local CA [\da-f]{8}$/)
    expect(new X509Certificate(makeAuthority(now).certificate).subject).not.toBe(certificate.subject)
  })
})

describe('the certificate', () => {
  const certificate = new X509Certificate(makeCertificate(authority, local, now).certificate)

  test('is of a server, for the names of this machine', () => {
    expect(certificate.ca).toBe(false)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']) // Node calls the extended key usage so
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(certificate.checkHost('localhost')).toBe('localhost')
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address)
    expect(certificate.checkHost('example.com')).toBeUndefined()
  })

  test('lasts no longer than browsers take, has begun, and ends with its authority', () => {
    const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
    expect((to - from) / day).toBeLessThanOrEqual(397)
    expect(from).toBeLessThan(now.getTime())
    const late = new Date(now.getTime() + 3600 * day)
    expect(new X509Certificate(makeCertificate(authority, local, late).certificate).validTo).toBe(
      new X509Certificate(authority.certificate).validTo,
    )
  })

  test('no two have the same serial number', () => {
    const again = new X509Certificate(makeCertificate(authority, local, now).certificate)
    expect(again.serialNumber).not.toBe(certificate.serialNumber)
    expect(certificate.serialNumber).toMatch(/^[4-7][\dA-F]{31}$/)
  })
})

describe('a client that trusts the authority alone', () => {
  test.each(['localhost', '127.0.0.1', '::1'])('trusts a server at %s', async (name) => {
    expect(await handshake(makeCertificate(authority, local, now), authority, name)).toBe('trusted')
  })

  test('trusts it below localhost by the name itself', async () => {
    const named = makeCertificate(authority, [...local, 'app.localhost'], now)
    expect(await handshake(named, authority, 'app.localhost')).toBe('trusted')
  })

  test.each<[what: string, names: string[]]>([
    ['another name', ['example.com']],
    ['another name beside localhost', ['localhost', 'example.com']],
    ['a name that ends alike', ['notlocalhost']],
    ['an address of the network', ['localhost', '192.0.2.1']],
    ['an address of IPv6', ['localhost', '::2']],
    ['an address of IPv6 that looks like loopback', ['localhost', '::ffff:7f00:1']],
  ])('refuses a certificate for %s that the authority signed', async (_, names) => {
    const signed = makeCertificate(authority, names, now)
    expect(await handshake(signed, authority, names.at(-1))).toBe('permitted subtree violation')
  })

  test('refuses a certificate that a certificate signed', async () => {
    const between = makeCertificate(authority, local, now)
    expect(await handshake(makeCertificate(between, local, now), authority)).toMatch(/unable to/)
  })

  test('refuses the certificate of another authority', async () => {
    const other = makeCertificate(makeAuthority(now), local, now)
    expect(await handshake(other, authority)).toMatch(/unable to verify|unable to get/)
  })

  test('refuses one that has ended', async () => {
    const old = makeCertificate(authority, local, new Date(now.getTime() - 400 * day))
    expect(await handshake(old, authority)).toBe('certificate has expired')
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!hasOpenssl)('openssl', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bothways-openssl-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function openssl(...args: string[]) {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }
  writeFileSync(path.join(folder, 'authority.pem'), authority.certificate)
  writeFileSync(path.join(folder, 'authority.key'), authority.key)
  const verify = (file: string, ...more: string[]) =>
    openssl('verify', '-x509_strict', '-CAfile', 'authority.pem', ...more, file)

  test('reads what the authority may do', () => {
    const { said } = openssl('x509', '-in', 'authority.pem', '-noout', '-text')
    for (const words of [
      /Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/,
      /Key Usage: critical\s+Certificate Sign\n/,
      /Extended Key Usage: \s+TLS Web Server Authentication\n/,
      /Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+IP:127\.0\.0\.0\/255\.0\.0\.0\s+IP:0:0:0:0:0:0:0:1\/(FFFF:){7}FFFF\n/,
    ])
      expect(said).toMatch(words)
  })

  test('takes a certificate for localhost under its strictest rules', () => {
    writeFileSync(path.join(folder, 'server.pem'), makeCertificate(authority, local, now).certificate)
    expect(verify('server.pem', '-purpose', 'sslserver')).toMatchObject({ status: 0 })
  })

  /** With the stolen key: a certificate that this program would never make. */
  function forge(...extensions: string[]) {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'forged.key']
    const asked = extensions.flatMap((extension) => ['-addext', extension])
    execFileSync('openssl', ['req', ...key, '-subj', '/CN=example.com', ...asked, '-out', 'forged.csr'], {
      cwd: folder,
      stdio: 'ignore',
    })
    const signing = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial']
    openssl('x509', '-req', '-in', 'forged.csr', ...signing, '-copy_extensions', 'copy', '-out', 'forged.pem')
  }

  test('refuses what somebody signs who stole the key', () => {
    forge('subjectAltName=DNS:example.com')
    expect(verify('forged.pem').said).toContain('permitted subtree violation')
    forge()
    expect(verify('forged.pem').said).toContain('permitted subtree violation') // by its common name
    forge('subjectAltName=email:ada@example.com', 'extendedKeyUsage=emailProtection')
    expect(verify('forged.pem', '-purpose', 'smimesign').said).toMatch(/unsuitable certificate purpose/)
    forge('subjectAltName=DNS:localhost', 'extendedKeyUsage=clientAuth')
    expect(verify('forged.pem', '-purpose', 'sslclient').said).toMatch(/unsuitable certificate purpose/)
  })

  test('refuses an authority below it', () => {
    forge('subjectAltName=DNS:localhost', 'basicConstraints=critical,CA:TRUE', 'keyUsage=keyCertSign')
    const below = { certificate: openssl('x509', '-in', 'forged.pem').said, key: '' }
    below.key = openssl('pkey', '-in', 'forged.key').said
    writeFileSync(path.join(folder, 'below.pem'), makeCertificate(below, ['localhost'], now).certificate)
    expect(verify('below.pem', '-untrusted', 'forged.pem').said).toContain('path length constraint exceeded')
  })
})
