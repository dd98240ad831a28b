import 'server-only'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import pg from 'pg'
import { parseDatabaseUrl, type DatabaseTls } from '@/lib/database-url'

/** Every connection to a database is made here: of the app, its migrations, scripts and tests. */

/** A database URL cannot be used: `message` says why, and goes on from the name of a variable. */
export class DatabaseUrlError extends Error {}

/** The other end works in another time zone than we do, although it was told. */
export class TimeZoneError extends Error {}

export type ConnectionOptions = {
  /** how long opening a connection may take, milliseconds; absent: as long as it takes */
  connectTimeoutMs?: number
  /** how long a query may take, milliseconds; absent: as long as it takes. Where nobody answers it fails a second
   *  later */
  queryTimeoutMs?: number
}

const cancelTimeoutMs = 1_000
const zoneTimeoutMs = 5_000

type Settings = pg.ClientConfig & { queryTimeoutMs?: number | undefined }

function readPem(parameter: string, file: string | undefined): string | undefined {
  if (!file) return undefined
  const text = readText(parameter, file)
  if (!text.includes('-----BEGIN '))
    throw new DatabaseUrlError(`names a file with ${parameter} that is no PEM`)
  return text
}

function readText(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new DatabaseUrlError(`names a file with ${parameter} that cannot be read (${code})`)
  }
}

/** `require` verifies like `verify-full`: encryption to whoever answers would be a promise that anybody can keep. */
function tlsOptions(tls: DatabaseTls | undefined): pg.ClientConfig['ssl'] {
  if (!tls || tls.mode === 'disable') return tls && false
  return {
    ca: readPem('sslrootcert', tls.caFile),
    cert: readPem('sslcert', tls.certFile),
    key: readPem('sslkey', tls.keyFile),
    rejectUnauthorized: tls.mode !== 'no-verify',
    checkServerIdentity: tls.mode === 'verify-ca' ? () => undefined : checkServerIdentity,
  }
}

function settingsOf(url: string, { connectTimeoutMs, queryTimeoutMs }: ConnectionOptions): Settings {
  const parsed = parseDatabaseUrl(url)
  if (!parsed.ok) throw new DatabaseUrlError(parsed.message)
  const { host, port, user, password, database, tls, applicationName, options } = parsed.value
  return {
    host,
    port,
    user,
    password,
    database,
    ssl: tlsOptions(tls),
    application_name: applicationName,
    options,
    connectionTimeoutMillis: connectTimeoutMs,
    queryTimeoutMs,
  }
}

/** What the driver has and its types do not tell. */
type DriverConnection = pg.Connection & {
  stream: Socket
  connect(portOrPath: number | string, host?: string): void
  requestSsl(): void
  cancel(processID: number, secretKey: number): void
}
type Driver = Omit<pg.Client, 'query' | 'connect'> & {
  connect(callback?: (error: Error | null) => void): unknown
  connection: DriverConnection
  processID: number
  secretKey: number
  getStartupConf(): Record<string, string>
  query(...args: unknown[]): unknown
}
type ParameterStatus = { parameterName: string; parameterValue: string }

/**
 * A connection that means the same instants whatever zone the server, the role, the database or the environment prefer,
 * and that works behind a pooler which lends the server's connections for single transactions.
 */
class Connection extends (pg.Client as unknown as new (settings: Settings) => Driver) {
  readonly #queryTimeoutMs: number | undefined
  #wrongZone: TimeZoneError | undefined

  constructor(settings: Settings) {
    super(settings)
    this.#queryTimeoutMs = settings.queryTimeoutMs
    this.on('error', () => {}) // a broken connection shows in the next query
    this.connection.on('parameterStatus', this.#checkZone)
  }

  /** Prisma's driver writes instants without a zone, and believes that those it reads are UTC. Sent with the greeting, the
   *  zone wins over every default, costs no round trip, and is one of the few that poolers keep for each client. */
  override getStartupConf() {
    return Object.assign(super.getStartupConf(), { TimeZone: 'UTC' })
  }

  #checkZone = ({ parameterName, parameterValue }: ParameterStatus) => {
    if (parameterName !== 'TimeZone' || parameterValue === 'UTC') return
    this.#wrongZone = new TimeZoneError(`works in the time zone ${parameterValue} although UTC was asked for`)
    this.#close(this.#wrongZone)
  }

  override connect(callback?: (error: Error | null) => void): Promise<void> {
    const opened = new Promise<void>((resolve, reject) => {
      super.connect((error) => {
        const reason = error ?? this.#wrongZone
        if (reason) reject(reason)
        else resolve()
      })
    })
    if (callback) opened.then(() => callback(null), callback)
    return opened
  }

  /** Never by name: a named statement belongs to one connection of the server, and a pooler may lend us another. The time
   *  limit is kept here because poolers refuse `statement_timeout` in the greeting. */
  override query(...args: unknown[]): unknown {
    const [asked, ...others] = args
    const sent = [isNamed(asked) ? { ...asked, name: undefined } : asked, ...others]
    if (!this.#queryTimeoutMs) return super.query(...sent)
    const answered = this.#watch(this.#queryTimeoutMs)
    const callback = sent.at(-1)
    if (isCallback(callback))
      return super.query(...sent.slice(0, -1), (...result: unknown[]) => {
        answered()
        callback(...result)
      })
    const result = super.query(...sent) as Promise<unknown>
    void result.then(answered, answered)
    return result
  }

  /** After the time limit the server is told to stop, or the statement would go on waiting for its lock and then be carried
   *  out; and the connection is closed, for nobody knows what the message may still meet there. First the one and then the
   *  other: a pooler forgets whose statement it was once we are gone. @returns what to call when the query has ended */
  #watch(timeoutMs: number): () => void {
    const close = () => this.#close(new Error('Query read timeout'))
    let closing: NodeJS.Timeout | undefined
    const stopping = setTimeout(() => {
      this.#cancel()
      closing = setTimeout(close, cancelTimeoutMs)
    }, timeoutMs)
    return () => {
      clearTimeout(stopping)
      clearTimeout(closing)
      if (closing) close()
    }
  }

  /** PostgreSQL documentation, "Canceling Requests in Progress". */
  #cancel() {
    const { host, port, ssl, processID, secretKey } = this
    const line = new pg.Connection({ ssl }) as DriverConnection
    line.on('error', () => {}) // then it goes on: there is nothing more that we could do
    line.once('connect', () => (ssl ? line.requestSsl() : line.emit('sslconnect')))
    line.once('sslconnect', () => line.cancel(processID, secretKey))
    line.stream.setTimeout(cancelTimeoutMs, () => line.stream.destroy())
    line.stream.unref()
    if (host.startsWith('/')) line.connect(`${host}/.s.PGSQL.${port}`)
    else line.connect(port, host)
  }

  #close(error: Error) {
    this.connection.stream.destroy(error)
  }
}

const isCallback = (value: unknown): value is (...result: unknown[]) => void => typeof value === 'function'

const isNamed = (asked: unknown): asked is { name: string } =>
  typeof asked === 'object' && asked !== null && 'name' in asked && asked.name !== undefined

/** @throws DatabaseUrlError. Does NOT connect; the caller does, and ends it */
export const newClient = (url: string, options: ConnectionOptions = {}): pg.Client =>
  new Connection(settingsOf(url, options)) as unknown as pg.Client

/** @param options.size how many connections at most; absent: 10
 *  @throws DatabaseUrlError. Does NOT connect: the first query does */
export function newPool(url: string, options: ConnectionOptions & { size?: number } = {}): pg.Pool {
  const pool = new pg.Pool(
    Object.assign(settingsOf(url, options), {
      max: options.size,
      Client: Connection as unknown as NonNullable<pg.PoolConfig['Client']>,
    }),
  )
  pool.on('error', () => {}) // an idle connection broke: the next query opens another, or fails and says so
  return pool
}

/** @returns the zone of a session at `url` that asks for none: whatever environment, role, database or server prefer
 *  @throws DatabaseUrlError, and what the driver throws */
export async function defaultTimeZone(url: string): Promise<string> {
  const client = new pg.Client(
    Object.assign(settingsOf(url, { connectTimeoutMs: zoneTimeoutMs }), { query_timeout: zoneTimeoutMs }),
  )
  client.on('error', () => {}) // shows in the query
  await client.connect()
  try {
    const { rows } = await client.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`)
    return rows[0]!.zone
  } finally {
    await client.end()
  }
}
