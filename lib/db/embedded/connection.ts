import 'server-only'
import type pg from 'pg'
import { newClient } from '../connection'

const connectTimeoutMs = 2_000

/** Opened, or rejected; the caller ends it. A broken connection shows in the next query and in the event 'end'. */
export async function connect(url: string): Promise<pg.Client> {
  const client = newClient(url, { connectTimeoutMs })
  await client.connect()
  return client
}

/** Readiness is a real query: a process or an open port says nothing. */
export async function answer(url: string): Promise<'ready' | 'silent' | 'wrong password'> {
  try {
    const client = await connect(url)
    await client.query('SELECT 1').finally(() => client.end())
    return 'ready'
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'wrong password' : 'silent'
  }
}
