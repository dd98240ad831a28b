import 'server-only'
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from '@/lib/env'
import type { Mail, SentMail } from './compose'

/** As it is written. Mails of before had no HTML. */
type KeptMail = Omit<Mail, 'html'> & { html?: string; sentAt: string }

const ending = '.json'
const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const uuidAndEnding = 36 + ending.length

/** How many mails are kept: the newest. */
export const outboxMax = 500

const folder = () => join(env().DATA_DIR, 'outbox')

let written = 0

/** Sorts by time, and within a millisecond by the order of writing. */
const nextName = (now: Date) =>
  `${String(now.getTime()).padStart(15, '0')}-${String(written++).padStart(9, '0')}-${randomUUID()}`

/** Names of the mails in the outbox, newest first. No folder, no mail. */
async function names(): Promise<string[]> {
  const found = await readdir(folder()).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return found
    .filter((name) => name.endsWith(ending))
    .sort()
    .reverse()
}

/** Keeps a mail as a file of its own, readable for this user only. A reader sees all of it or nothing. */
export async function keepMail(mail: Mail, now: Date): Promise<void> {
  await mkdir(env().DATA_DIR, { recursive: true }) // by itself: the embedded database, another user, must pass through
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const path = join(folder(), nextName(now))
  const { to, subject, text, html, links } = mail
  const kept: KeptMail = { to, subject, text, html, links, sentAt: now.toISOString() }
  await writeFile(path, JSON.stringify(kept), { mode: 0o600 })
  await rename(path, path + ending)
  await Promise.all((await names()).slice(outboxMax).map((name) => rm(join(folder(), name), { force: true })))
}

/** A mail that another process has just removed, or a damaged file, is no mail. */
async function readMail(name: string): Promise<(KeptMail & { id: string })[]> {
  try {
    const kept = JSON.parse(await readFile(join(folder(), name), 'utf8')) as KeptMail
    return [{ ...kept, id: name.slice(-uuidAndEnding, -ending.length) }]
  } catch {
    return []
  }
}

/** @param to only the mails to this address, whatever its case; all when absent */
export async function listOutbox(to?: string): Promise<SentMail[]> {
  const mails = (await Promise.all((await names()).map(readMail))).flat()
  const wanted = to === undefined ? mails : mails.filter((mail) => mail.to.toLowerCase() === to.toLowerCase())
  return wanted.map(({ id, html, ...mail }) => ({ ...mail, htmlId: html === undefined ? null : id }))
}

/** The HTML of one mail. @returns null for an id that no mail has */
export async function readMailHtml(htmlId: string): Promise<string | null> {
  const name = (await names()).find((each) => each.endsWith(`-${htmlId}${ending}`))
  const [kept] = name && isUuid.test(htmlId) ? await readMail(name) : []
  return kept?.html ?? null
}
