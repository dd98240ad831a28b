import 'server-only'
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newClient } from '../connection'

/** Runs SQL on a connection of its own. */
export async function execute<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
) {
  const client = newClient(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Makes a database of its own on the server of `url`: empty, or a copy of that template (which nobody may be using).
 *  @returns its url */
export async function createDatabase(url: string, template?: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const copied = template ? `TEMPLATE "${template}"` : ''
  await execute(withDatabase(url, 'postgres'), `CREATE DATABASE "${name}" ${copied}`)
  return withDatabase(url, name)
}
