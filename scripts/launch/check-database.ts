import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { newClient } from '@/lib/db/connection'
import { troubleOf } from './database-trouble'
import { LaunchError } from './service'

/** How long a database may take until it answers. Tests wait for less. */
type Timeout = { timeoutMs: number }
const usual: Timeout = { timeoutMs: 10_000 }
const pollMs = 250
/** What a try gets in any case: cut off, it would not say what is wrong. */
const leastMs = 1_000
const oldestVersion = 15

/** What a database says of itself, to the role that asks. */
type Facts = {
  version: number
  zone: string
  encoding: string
  schema: string | null
  isReplica: boolean
  isReadOnly: boolean
  role: string
  /** of server and database together */
  identity: string
}

const questions = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
    current_setting('TimeZone') AS zone, current_setting('server_encoding') AS encoding,
    current_schema() AS schema, pg_is_in_recovery() AS "isReplica",
    current_setting('transaction_read_only') = 'on' AS "isReadOnly", current_user AS role,
    pg_postmaster_start_time()::text || ' ' || oid AS identity
  FROM pg_database WHERE datname = current_database()`

/** In a transaction: a pooler in statement mode has none. */
async function ask(client: pg.Client): Promise<Facts> {
  await client.query('BEGIN')
  const { rows } = await client.query<Facts>(questions)
  await client.query('COMMIT')
  return rows[0]!
}

async function factsOf(url: string, timeoutMs: number): Promise<Facts> {
  const client = newClient(url, { connectTimeoutMs: timeoutMs, queryTimeoutMs: timeoutMs })
  try {
    await client.connect()
    return await ask(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Waits for a database that may be starting just now. */
async function firstAnswer(variable: string, url: string, { timeoutMs }: Timeout): Promise<Facts> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      return await factsOf(url, Math.max(leastMs, deadline - Date.now()))
    } catch (error) {
      const { because, isFinal } = troubleOf(error)
      if (isFinal) throw new LaunchError(`${variable} ${because}.`)
      if (Date.now() + pollMs > deadline)
        throw new LaunchError(`${variable} ${because}; tried for ${timeoutMs / 1000} seconds.`)
      await delay(pollMs)
    }
  }
}

/** @returns what is wrong with a database that answers, going on from the name of a variable */
export function complaintAbout(facts: Facts): string | undefined {
  const { version, zone, encoding, schema, isReplica, isReadOnly } = facts
  if (version < oldestVersion)
    return `leads to PostgreSQL ${version}, which is too old: ${oldestVersion} or newer is needed`
  if (zone !== 'UTC')
    return `leads to a pooler that keeps the time zone ${zone} although UTC was asked for: let it pass TimeZone on`
  if (encoding !== 'UTF8')
    return `names a database whose encoding is ${encoding}: make one with ENCODING 'UTF8'`
  if (schema !== 'public')
    return `leads to the schema ${schema ?? '(none)'}, and the tables are in public: let search_path of role and database begin with it, and let the role use it`
  if (isReplica) return 'leads to a replica, which cannot be written to: name the primary server'
  if (isReadOnly) return 'leads to a database, or a role, that is set to default_transaction_read_only'
  return undefined
}

async function check(variable: string, url: string, timeout: Timeout): Promise<Facts> {
  const facts = await firstAnswer(variable, url, timeout)
  const complaint = complaintAbout(facts)
  if (complaint) throw new LaunchError(`${variable} ${complaint}.`)
  return facts
}

/**
 * Finds out whether the database can be used, over both ways to it.
 * @param directUrl for what needs a session of its own; the same as `url` where there is no pooler
 * @returns its major version
 * @throws LaunchError naming the variable: one sentence with the cause. No answer in ten seconds is one, too
 */
export async function checkDatabase(url: string, directUrl = url, timeout = usual): Promise<number> {
  const facts = await check('DATABASE_URL', url, timeout)
  if (directUrl === url) return facts.version
  const direct = await check('DIRECT_DATABASE_URL', directUrl, timeout)
  if (direct.identity !== facts.identity)
    throw new LaunchError('DIRECT_DATABASE_URL leads to another database than DATABASE_URL.')
  return facts.version
}
