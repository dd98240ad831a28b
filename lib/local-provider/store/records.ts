import 'server-only'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const record = z.strictObject({
  /** ms since 1970 */
  expiresAt: z.number(),
  /** the place of the grant that this is revoked with */
  grant: z.string().optional(),
  sealed: z.string(),
})
export type StoredRecord = z.infer<typeof record>

const sweepEveryMs = 60_000
const name = /^([0-9a-f]{64})\.json$/

/** A file that is torn, foreign or expired is no file. */
function readRecord(file: string): StoredRecord | undefined {
  try {
    const { data } = record.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return data && data.expiresAt > Date.now() ? data : undefined
  } catch {
    return undefined
  }
}

function readFolder(folder: string) {
  const records = new Map<string, StoredRecord>()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder)) {
    const place = name.exec(entry)?.[1]
    const found = place && readRecord(path.join(folder, entry))
    if (found) records.set(place, found)
    else rmSync(path.join(folder, entry), { recursive: true, force: true })
  }
  return records
}

export type Records = ReturnType<typeof openRecords>

/**
 * Records by place, in memory and each in a file of its own, for one process alone. A change is on disk, whole, before it is
 * seen: `kill -9` undoes nothing that was answered. Losing the machine's power may (no fsync: a lab's sessions).
 * @param limit when it is reached, what expires soonest goes
 */
export function openRecords(folder: string, limit = 10_000) {
  const records = readFolder(folder)
  let sweepAt = Date.now() + sweepEveryMs
  const fileOf = (place: string) => path.join(folder, `${place}.json`)

  function remove(place: string) {
    rmSync(fileOf(place), { force: true })
    records.delete(place)
  }
  function removeWhere(isGone: (record: StoredRecord) => boolean) {
    for (const [place, found] of records) if (isGone(found)) remove(place)
  }
  function makeRoom() {
    const now = Date.now()
    if (now < sweepAt && records.size < limit) return
    sweepAt = now + sweepEveryMs
    removeWhere(({ expiresAt }) => expiresAt <= now)
    const soonest = [...records].sort(([, a], [, b]) => a.expiresAt - b.expiresAt)
    for (const [place] of soonest.slice(0, Math.max(0, records.size - limit + 1))) remove(place)
  }

  return {
    get: (place: string) => {
      const found = records.get(place)
      return found && found.expiresAt > Date.now() ? found : undefined
    },
    put: (place: string, content: StoredRecord) => {
      if (!records.has(place)) makeRoom()
      const unfinished = `${fileOf(place)}.unfinished`
      writeFileSync(unfinished, JSON.stringify(content), { mode: 0o600 })
      renameSync(unfinished, fileOf(place))
      records.set(place, content)
    },
    remove,
    removeWhere,
  }
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

const keyOf = (id: string) => Buffer.from(hkdfSync('sha256', id, '', 'bothways local provider', 32))

/** Where something is kept. Hexadecimal: some file systems do not tell upper case from lower. */
export const placeOf = (kind: string, id: string) =>
  createHash('sha256').update(`${kind}:${id}`).digest('hex')

/** Encrypts under the id itself, AES-256-GCM: who does not hold the id (a token, a cookie) reads nothing of what is kept
 *  for it, whatever else of this machine they hold.
 *  @param id at least 126 random bits */
export function seal(id: string, content: object): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, keyOf(id), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

/** @returns undefined when it was sealed under another id, or is damaged */
export function unseal(id: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv(algorithm, keyOf(id), bytes.subarray(0, ivBytes))
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}
