import 'server-only'
import { compare } from 'bcryptjs'
import { z } from 'zod'
import { pool } from './pool'

/** For the peers that leave it to the app who people are: Auth.js's credentials, iron-session, plain tokens. */

const credentials = z.object({ email: z.string(), password: z.string() })

/** @returns the person whose password it is, or null */
export async function personOf(given: unknown): Promise<{ id: string; email: string; name: string } | null> {
  const parsed = credentials.safeParse(given)
  if (!parsed.success) return null
  const { rows } = await pool.query<{ id: string; email: string; name: string; hash: string }>(
    'SELECT id, email, name, hash FROM person WHERE email = $1',
    [parsed.data.email],
  )
  const [row] = rows
  if (!row || !(await compare(parsed.data.password, row.hash))) return null
  return { id: row.id, email: row.email, name: row.name }
}
