import 'server-only'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import { afterAll, vi } from 'vitest'
import { hashPasswordInScript } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { createLog, processLog } from '@/lib/log'
import { listOutbox } from '@/lib/mail'
import { personColumns } from '../person'
import type { Visitor } from '../device'

/** What the tests of this room share. Importing it gives the file an outbox of its own. */

const dataDir = mkdtempSync(join(tmpdir(), 'bothways-accounts-'))
process.env.DATA_DIR = dataDir
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

export const now = new Date('2030-01-01T12:00:00.000Z')
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

export const phrase = 'seven green umbrellas'
export const otherPhrase = 'nine purple lighthouses'

/** Passwords cost next to nothing from here on: for tests of what surrounds them. Settings must be in place before. */
export function quickHashes() {
  env().PASSWORD_HASH_COST = 5
}

let hashOfPhrase: Promise<string> | undefined

/** A person whose password is `phrase`; the hash is made once a file. */
export async function addPerson(
  with_: {
    email?: string
    name?: string | null
    role?: 'admin'
    disabledAt?: Date
    passwordHash?: null
    demo?: true
  } = {},
) {
  const passwordHash = await (hashOfPhrase ??= hashPasswordInScript(phrase))
  const data = { email: `${randomUUID()}@example.com`, passwordHash, emailVerified: now, ...with_ }
  return db().user.create({ data, select: personColumns })
}

/** A session of that person, as good as any. */
export const addSession = (userId: string, expiresAt = later(3600)) =>
  db().session.create({
    data: {
      userId,
      strategy: 'database',
      provider: 'credentials',
      credentialsVersion: 0,
      device: 'Chrome on Linux',
      createdAt: now,
      authenticatedAt: now,
      lastUsedAt: now,
      expiresAt,
      absoluteExpiresAt: later(86_400),
    },
  })

let visitors = 0

/** Somebody from an address of their own, with a browser that nobody knows. */
export const visitor = (as: Partial<Visitor> = {}): Visitor => ({
  address: `192.0.2.${++visitors}`,
  device: 'Chrome on Linux',
  deviceCookie: null,
  ...as,
})

/** The token of the newest mail to that address. */
export async function tokenFor(email: string): Promise<string> {
  const [mail] = await listOutbox(email)
  return new URL(mail?.links[0] ?? 'nothing:').searchParams.get('token') ?? ''
}

/** The statements that `work` sends, in order, without their values. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  await work()
  const sent = query.mock.calls.map(([first]: unknown[]) =>
    typeof first === 'string' ? first : (first as { text: string }).text,
  )
  query.mockRestore()
  return sent
}

/** Everything written to the log from now on, by this file. */
export function captureLog(): { text: () => string } {
  let written = ''
  const sink = new Writable({ write: (chunk: Buffer, _, done) => ((written += chunk.toString()), done()) })
  processLog.replace(createLog('info', sink))
  return { text: () => written }
}

/** How many came out with each code ('ok' for success). */
export async function outcomes(
  results: Promise<{ ok: boolean; code?: string }>[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const result of await Promise.all(results)) {
    const name = result.ok ? 'ok' : (result.code ?? '')
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
