import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hash } from 'bcryptjs'
import { prepareBetterAuth } from '@/lib/better-auth'
import { pool } from '@/lib/pool'

/** Makes the tables of all peers, and one person. Called once, before anything is measured. */
export async function POST(request: Request) {
  const { name, email, password } = (await request.json()) as Record<'name' | 'email' | 'password', string>
  await pool.query(await readFile('lib/tables.sql', 'utf8'))
  await prepareBetterAuth()
  const id = randomUUID()
  const values = [id, email, name, await hash(password, 12)]
  await pool.query('INSERT INTO person (id, email, name, hash) VALUES ($1, $2, $3, $4)', values)
  return Response.json({ id })
}
