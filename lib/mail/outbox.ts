import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from '@/lib/env'
import type { Mail, SentMail } from './mail'

/** How many mails are kept: the newest. */
export const outboxMax = 500

const folder = () => join(env().DATA_DIR, 'outbox')

let written = 0

/** Sorts by time, and within a millisecond by the order of writing. */
const nextName = (now: Date) =>
  `${String(now.getTime()).padStart(15, '0')}-${String(written++).padStart(9, '0')}-${randomBytes(4).toString('hex')}`

/** Names of the mails in the outbox, newest first. No folder, no mail. */
async function names(): Promise<string[]> {
  const found = await readdir(folder()).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return found
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
}

/** Keeps a mail as a file of its own, readable for this user only. A reader sees all of it or nothing. */
export async function keepMail(mail: Mail, now: Date): Promise<void> {
  await mkdir(env().DATA_DIR, { recursive: true }) // by itself: the embedded database, another user, must pass through
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const path = join(folder(), nextName(now))
  const { to, subject, text, links } = mail
  const sent: SentMail = { to, subject, text, links, sentAt: now.toISOString() }
  await writeFile(path, JSON.stringify(sent), { mode: 0o600 })
  await rename(path, `${path}.json`)
  await Promise.all((await names()).slice(outboxMax).map((name) => rm(join(folder(), name), { force: true })))
}

/** A mail that another process has just removed, or a damaged file, is no mail. */
async function readMail(name: string): Promise<SentMail[]> {
  try {
    return [JSON.parse(await readFile(join(folder(), name), 'utf8')) as SentMail]
  } catch {
    return []
  }
}

/** @param to only the mails to this address, whatever its case; all when absent */
export async function listOutbox(to?: string): Promise<SentMail[]> {
  const mails = (await Promise.all((await names()).map(readMail))).flat()
  return to === undefined ? mails : mails.filter((mail) => mail.to.toLowerCase() === to.toLowerCase())
}
