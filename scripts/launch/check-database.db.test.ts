import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { hasPooler, startPooler } from '@/lib/db/embedded/testing/pooler'
import { startServer } from '@/lib/db/embedded/testing/server'
import { createDatabase, execute } from '@/lib/db/testing/scratch-database'
import { checkDatabase, complaintAbout } from './check-database'
import { LaunchError } from './service'
import { migrateDatabase } from './database'

/** A database that cannot be used stops the start with its true cause. Real servers; each sentence as people see it. */

const quickly = { timeoutMs: 300 }
const secret = 'a-secret-of-the-url'

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'nothing was wrong',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(LaunchError)
  const { message } = error as LaunchError
  expect(message).toMatch(/^(DIRECT_)?DATABASE_URL .*\.$/)
  expect(message.split('\n')).toHaveLength(1)
  expect(message).not.toContain(secret)
  return message
}

const refusal = (url: string, directUrl?: string) => sentenceOf(checkDatabase(url, directUrl, quickly))

/** The url with other parts. */
function changed(url: string, parts: Partial<URL>, query = ''): string {
  return `${Object.assign(new URL(url), parts).href}${query}`
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

/** An authority, and its certificate for the name localhost alone. */
function makeCertificates(folder: string) {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Our authority')
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost')
  const names = ['-addext', 'subjectAltName=DNS:localhost']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'other.key',
    '-out',
    'other.pem',
    '-subj',
    '/CN=Another authority',
  )
  openssl('req', ...key, ...names, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy']
  openssl('x509', '-req', '-in', 'server.csr', ...signing, '-out', 'server.pem')
}

describe.skipIf(!hasOpenssl)('TLS', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let app: string
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bothways-tls-'))
  const file = (name: string) => path.join(folder, name)

  beforeAll(async () => {
    makeCertificates(folder)
    server = await startServer({
      settings: ['ssl=on', 'ssl_cert_file=server.pem', 'ssl_key_file=server.key', 'ssl_ca_file=ca.pem'],
      files: {
        'server.pem': readFileSync(file('server.pem'), 'utf8'),
        'server.key': readFileSync(file('server.key'), 'utf8'),
        'ca.pem': readFileSync(file('ca.pem'), 'utf8'),
      },
      admission: ['hostssl all app 127.0.0.1/32 scram-sha-256', 'hostssl all certified 127.0.0.1/32 cert'],
    })
    await execute(server.url, `CREATE ROLE app LOGIN PASSWORD '${secret}'; CREATE ROLE certified LOGIN`)
    app = changed(server.url, { username: 'app', password: secret })
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  test('a server that demands it', async () => {
    expect(await refusal(app)).toMatch(/it may ask for TLS, add sslmode=require/)
    expect(await refusal(`${app}?sslmode=disable`)).toMatch(/it may ask for TLS/)
  })

  test('an authority that nobody knows', async () => {
    const untrusted = /signed by nobody that is trusted here.*sslrootcert/
    for (const mode of ['require', 'verify-full']) {
      expect(await refusal(`${changed(app, { hostname: 'localhost' })}?sslmode=${mode}`)).toMatch(untrusted)
      const other = `?sslmode=${mode}&sslrootcert=${file('other.pem')}`
      expect(await refusal(changed(app, { hostname: 'localhost' }, other))).toMatch(untrusted)
    }
  })

  test('an authority of one’s own is believed, for the host that the certificate names', async () => {
    const own = `&sslrootcert=${file('ca.pem')}`
    const byName = changed(app, { hostname: 'localhost' })
    expect(await checkDatabase(`${byName}?sslmode=require${own}`)).toBe(18)
    expect(await checkDatabase(`${byName}?sslmode=verify-full${own}`)).toBe(18)
    expect(await refusal(`${app}?sslmode=verify-full${own}`)).toMatch(/certificate is for another host/)
    expect(await refusal(`${app}?sslmode=require${own}`)).toMatch(/certificate is for another host/)
    expect(await checkDatabase(`${app}?sslmode=verify-ca${own}`)).toBe(18)
    expect(await checkDatabase(`${app}?sslmode=no-verify`)).toBe(18)
  })

  test('a certificate that is a file which is not there, or none', async () => {
    expect(await refusal(`${app}?sslmode=require&sslrootcert=/nowhere/ca.pem`)).toMatch(
      /names a file with sslrootcert that cannot be read \(ENOENT\)/,
    )
    expect(await refusal(`${app}?sslmode=require&sslrootcert=/`)).toMatch(/sslrootcert .*EISDIR/)
    writeFileSync(file('junk.pem'), 'no certificate')
    expect(await refusal(`${app}?sslmode=require&sslrootcert=${file('junk.pem')}`)).toMatch(
      /names a file with sslrootcert that is no PEM/,
    )
  })

  test('a certificate and the key of another', async () => {
    const pair = `&sslcert=${file('ca.pem')}&sslkey=${file('other.key')}`
    expect(await refusal(`${app}?sslmode=no-verify${pair}`)).toMatch(
      /names a certificate with sslcert and a key with sslkey that do not belong together/,
    )
  })

  test('a server that wants a certificate of ours', async () => {
    const certified = changed(server.url, { username: 'certified' })
    expect(await refusal(`${certified}?sslmode=no-verify`)).toMatch(/the server answers ".*certificate/)
  })

  test('a server without it', async () => {
    expect(await refusal(changed(inject('templateUrl'), {}, '?sslmode=require'))).toMatch(
      /asks for TLS, which the server does not offer/,
    )
  })

  test('an environment that asks for it is heard where the URL says nothing', async () => {
    vi.stubEnv('PGSSLMODE', 'require')
    expect(await refusal(app)).toMatch(/signed by nobody that is trusted here/)
    vi.unstubAllEnvs()
  })
})

describe('who is let in, and where', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => {
    server = await startServer({
      settings: ['timezone=America/New_York'],
      admission: ['host all app,reader,owner,lonely 127.0.0.1/32 scram-sha-256', 'local all app trust'],
    })
    const password = `PASSWORD '${secret}'`
    for (const sql of [
      `CREATE ROLE app LOGIN ${password}`,
      `CREATE ROLE reader LOGIN ${password}`,
      `CREATE ROLE owner LOGIN CREATEDB ${password}`,
      `CREATE ROLE lonely LOGIN ${password}`,
      'CREATE DATABASE latin ENCODING LATIN1 TEMPLATE template0',
      'CREATE DATABASE closed',
      'REVOKE CONNECT ON DATABASE closed FROM PUBLIC',
      'CREATE DATABASE limited',
      'CREATE DATABASE shared',
    ])
      await execute(server.url, sql)
  })
  afterAll(() => server.stop())

  const as = (username: string, name = 'postgres', query = '') =>
    changed(server.url, { username, password: secret, pathname: `/${name}` }, query)

  test('all is well', async () => expect(await checkDatabase(as('app'))).toBe(18))

  test('by a Unix socket', async () => {
    expect(
      await checkDatabase(`postgresql://app@localhost:${server.port}/postgres?host=${server.socketFolder}`),
    ).toBe(18)
    const encoded = encodeURIComponent(server.socketFolder)
    expect(await checkDatabase(`postgresql://app@${encoded}:${server.port}/postgres`)).toBe(18)
    expect(await refusal('postgresql://app@localhost/postgres?host=/nowhere')).toMatch(
      /Unix socket in which there is none/,
    )
  })

  test.each<[what: string, url: () => string, sentence: RegExp]>([
    [
      'another password',
      () => changed(as('app'), { password: `${secret}!` }),
      /does not let us in.*percent-encoded/,
    ],
    [
      'a password that is decoded to another',
      () => changed(as('app'), { password: `${secret}%20` }),
      /percent-encoded/,
    ],
    ['no password', () => changed(as('app'), { password: '' }), /has no password/],
    ['an unknown role', () => as('nobody'), /the server answers ".*nobody/],
    ['an unknown database', () => as('app', 'none'), /the server answers "database "none" does not exist"/],
    [
      'a database that is closed to it',
      () => as('app', 'closed'),
      /the server answers "permission denied for database "closed""/,
    ],
    ['another encoding', () => as('app', 'latin'), /encoding is LATIN1/],
    [
      'an option that is none',
      () => as('app', 'postgres', '?options=-c%20nothing%3D1'),
      /the server answers "unrecognized configuration parameter/,
    ],
    [
      'a role that is read-only',
      () => as('app', 'postgres', '?options=-c%20default_transaction_read_only%3Don'),
      /default_transaction_read_only/,
    ],
    [
      'another schema by search_path',
      () => as('app', 'postgres', '?options=-c%20search_path%3Dpg_catalog'),
      /leads to the schema pg_catalog, and the tables are in public/,
    ],
    [
      'another schema by parameter',
      () => as('app', 'postgres', '?schema=tenant'),
      /schema other than public/,
    ],
    ['another sslmode', () => as('app', 'postgres', '?sslmode=prefer'), /choose disable, require/],
  ])('%s', async (_, url, sentence) => {
    expect(await refusal(url())).toMatch(sentence)
  })

  test('a schema of the role’s own name comes before public, and is not half of it', async () => {
    await execute(server.url, 'CREATE SCHEMA lonely AUTHORIZATION lonely')
    expect(await refusal(as('lonely'))).toMatch(/leads to the schema lonely/)
  })

  test('a role that may not create tables, before anything is created', async () => {
    const url = as('app', 'limited')
    expect(await sentenceOf(migrateDatabase(url, url))).toMatch(
      /role "app", which may not create tables: GRANT CREATE/,
    )
    expect(
      await execute(
        changed(server.url, { pathname: '/limited' }),
        `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
      ),
    ).toEqual([])
  })

  test('a role for migrations, another for the app: each says what it lacks, and then both do', async () => {
    const superuser = changed(server.url, { pathname: '/shared' })
    await execute(superuser, 'GRANT CREATE ON SCHEMA public TO owner')
    const [app, owner] = [as('app', 'shared'), as('owner', 'shared')]
    expect(await checkDatabase(app, owner)).toBe(18)
    expect(await sentenceOf(migrateDatabase(app, owner))).toMatch(
      /^DATABASE_URL has the role "app", which may not use the table/,
    )
    await execute(superuser, 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app')
    expect(await migrateDatabase(app, owner)).toBe('up to date')
    await execute(superuser, 'REVOKE CREATE ON SCHEMA public FROM owner')
    expect(await migrateDatabase(app, owner)).toBe('up to date')
    await execute(superuser, `DELETE FROM _prisma_migrations WHERE migration_name LIKE '%tokens'`)
    expect(await sentenceOf(migrateDatabase(app, app))).toMatch(
      /belong to "owner", which alone may migrate them: set DIRECT_DATABASE_URL/,
    )
    expect(await sentenceOf(migrateDatabase(app, owner))).toMatch(
      /^DIRECT_DATABASE_URL has the role "owner", which may not create/,
    )
  })

  test('a direct way to another database, or to none', async () => {
    expect(await refusal(as('app'), as('app', 'shared'))).toBe(
      'DIRECT_DATABASE_URL leads to another database than DATABASE_URL.',
    )
    const elsewhere = await createDatabase(inject('templateUrl'))
    expect(await refusal(as('app'), elsewhere)).toMatch(/^DIRECT_DATABASE_URL leads to another/)
    expect(await refusal(as('app'), as('app', 'none'))).toMatch(
      /^DIRECT_DATABASE_URL .*"none" does not exist/,
    )
  })

  /** A relay that rewrites what goes to the server, as a pooler may that has its own mind. */
  test('a pooler that keeps a zone of its own', async () => {
    const relay = createServer((near) => {
      const far = connect(server.port, '127.0.0.1')
      near.on('data', (chunk) =>
        far.write(
          Buffer.from(chunk.toString('latin1').replace('TimeZone\0UTC\0', 'TimeZone\0PRC\0'), 'latin1'),
        ),
      )
      far.on('data', (chunk) => near.write(chunk))
      far.on('close', () => near.destroy())
      for (const socket of [near, far]) socket.on('error', () => {})
    })
    const url = changed(as('app'), { port: await listening(relay) })
    expect(await refusal(url)).toMatch(/works in the time zone PRC although UTC was asked for/)
    relay.close()
  })
})

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return String((server.address() as AddressInfo).port)
}

test('a replica', async () => {
  const server = await startServer({ files: { 'standby.signal': '' } })
  expect(await refusal(server.url)).toMatch(/leads to a replica/)
  await server.stop()
})

describe('nothing that answers', () => {
  const url = (port: string, host = '127.0.0.1') => `postgresql://app:${secret}@${host}:${port}/x`

  test('no such host', async () => {
    expect(await refusal(url('5432', 'nowhere.invalid'))).toMatch(/names a host.*; tried for 0.3 seconds\.$/)
  })

  test('no such port', async () => {
    expect(await refusal(url('1'))).toMatch(/leads to a port where nothing listens/)
    expect(await refusal(url('1', 'localhost'))).toMatch(/leads to a port where nothing listens/)
  })

  test('a port that says nothing', async () => {
    const server = createServer(() => {})
    expect(await refusal(url(await listening(server)))).toMatch(/does not speak/)
    server.close()
  })

  test('a port that hangs up', async () => {
    const server = createServer((socket) => socket.destroy())
    expect(await refusal(url(await listening(server)))).toMatch(/closes the connection|does not speak/)
    server.close()
  })

  test('a port where the web is', async () => {
    const server = createHttpServer()
    const port = await listening(server)
    expect(await refusal(url(port))).toMatch(/does not speak|closes the connection/)
    expect(await refusal(`${url(port)}?sslmode=require`)).toMatch(/is it PostgreSQL\?/)
    server.close()
  })
})

test('a server that is too old', () => {
  const facts = {
    version: 14,
    zone: 'UTC',
    encoding: 'UTF8',
    schema: 'public',
    isReplica: false,
    isReadOnly: false,
  }
  const named = { ...facts, role: 'app', identity: 'x' }
  expect(complaintAbout(named)).toMatch(/PostgreSQL 14, which is too old: 15 or newer/)
  expect(complaintAbout({ ...named, version: 15 })).toBeUndefined()
})

describe.skipIf(!hasPooler)('a pgbouncer', () => {
  test('in statement mode is no use', async () => {
    const pooler = await startPooler(await createDatabase(inject('templateUrl')), { mode: 'statement' })
    expect(await refusal(pooler.url)).toMatch(/pooler in statement mode/)
    await pooler.stop()
  })

  test('says what is wrong in its own way', async () => {
    const pooler = await startPooler(await createDatabase(inject('templateUrl')), { mode: 'transaction' })
    expect(await refusal(changed(pooler.url, { password: 'other' }))).toMatch(/does not let us in/)
    expect(await refusal(changed(pooler.url, { username: 'nobody' }))).toMatch(/does not let us in/)
    expect(await refusal(`${pooler.url}?options=-c%20work_mem%3D4MB`)).toMatch(/takes no "options"/)
    expect(await refusal(`${pooler.url}?sslmode=require`)).toMatch(
      /asks for TLS, which the server does not offer/,
    )
    expect(await refusal(changed(pooler.url, { pathname: '/none' }))).toMatch(/"none" does not exist/)
    await pooler.stop()
  })
})
