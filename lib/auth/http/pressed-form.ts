import 'server-only'
import { setTimeout as passed } from 'node:timers/promises'
import { openSealedValue, randomToken, sealValue, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { logFailure } from '@/lib/log'
import type { Presented, CookieWrite } from '../contract'
import { browserCookie, presentedCookie } from '../parts/cookie'
import { plusSeconds, lifetimes } from '../parts/lifetimes'
import type { Refusal } from './refusal'

/** The work of a form is done once, however often the same browser sends it. */

/** The outcome of a form that succeeded: a message, cookies to write, and the page to go to. */
export type FormAnswer = {
  ok: true
  message?: string | undefined
  cookies?: CookieWrite[]
  leadsTo?: string | undefined
}
export type FormOutcome = FormAnswer | Refusal

/**
 * One press of a form, told from every other.
 * `cookies`: digest of the cookies that the browser sent. If they are the same again, no answer has reached the browser.
 */
export type Press = { key: string; cookies: string }

const purpose = 'pressed form'
const answerSeconds = 10 * 60
/** Longer than the work of any form takes: after that its process counts as dead. */
const runningSeconds = 30
const waitMs = 100
const waitsMax = 100

const browserShape = /^[\w-]{22}$/

/**
 * Tells one browser from another for as long as a form may be open there. Given to whoever asks for a page with a form.
 */
export const newBrowserCookie = (): CookieWrite => ({
  name: browserCookie(),
  value: randomToken().slice(0, 22),
  maxAgeSeconds: lifetimes().browserCookieSeconds,
})

/**
 * Which press of which form this is. A form with the code of a mail (`token`) is one and the same on every page that
 * shows it; any other is as old as its page, which wrote `press` into it.
 * @param fields everything in the form, passwords too: a form with other content is another one
 * @returns null where it cannot be told: a browser that keeps no cookie, a script that blocks a second press by itself
 */
export function pressOf(fields: Record<string, unknown>, press: unknown, presented: Presented): Press | null {
  const browser = presentedCookie(presented, browserCookie())
  const once = typeof fields.token === 'string' ? 'token' : press
  if (!browser.ok || !browserShape.test(browser.value) || typeof once !== 'string') return null
  return {
    key: sha256Base64url(JSON.stringify([browser.value, once, Object.entries(fields).sort()])),
    cookies: sha256Base64url(JSON.stringify([...presented.cookies])),
  }
}

/**
 * Runs the work of a form once, however often the same browser presses it: at the same instant, after going back, by
 * loading the answer again. For ten minutes every further press gets the answer of the first, and the
 * cookies of the first if they cannot have arrived. A refusal is not kept: the next press tries again.
 * @returns `busy` when the first press is at work for more than ten seconds
 * @throws what the work throws; database errors
 */
export async function runOnce(
  press: Press | null,
  work: () => Promise<FormOutcome>,
  now: Date,
): Promise<FormOutcome> {
  if (!press) return work()
  for (let waits = 0; waits < waitsMax; waits++) {
    if (await claim(press, now)) return run(press, work, now)
    const answer = await keptAnswer(press)
    if (answer) return answer
    await passed(waitMs)
  }
  return { ok: false, code: 'busy' }
}

/** One INSERT whose row count decides; or one UPDATE, if an earlier row has expired. */
async function claim({ key }: Press, now: Date): Promise<boolean> {
  const row = { key, answer: null, expiresAt: plusSeconds(now, runningSeconds) }
  const inserted = await db().pressedForm.createMany({ data: row, skipDuplicates: true })
  if (inserted.count === 1) return true
  const renewed = await db().pressedForm.updateMany({ where: { key, expiresAt: { lte: now } }, data: row })
  return renewed.count === 1
}

async function run(press: Press, work: () => Promise<FormOutcome>, now: Date): Promise<FormOutcome> {
  const outcome = await work().catch(async (error: unknown) => {
    await settled(release(press))
    throw error
  })
  await settled(outcome.ok ? keep(press, outcome, now) : release(press))
  return outcome
}

/** A failure to write the row is only logged: the work is done, or refused, in any case. */
const settled = (write: Promise<unknown>) =>
  write.catch((error: unknown) => logFailure('form.pressed', error))

const keep = ({ key, cookies }: Press, answer: FormAnswer, now: Date) =>
  db().pressedForm.update({
    where: { key },
    data: {
      answer: sealValue(JSON.stringify({ answer, cookies }), purpose, key),
      expiresAt: plusSeconds(now, answerSeconds),
    },
  })

const release = ({ key }: Press) => db().pressedForm.deleteMany({ where: { key } })

/** @returns null while the first press is at work */
async function keptAnswer({ key, cookies }: Press): Promise<FormAnswer | null> {
  const row = await db().pressedForm.findUnique({ where: { key } })
  const text = row?.answer ? openSealedValue(row.answer, purpose, key) : null
  if (text === null) return null
  const first = JSON.parse(text) as { answer: FormAnswer; cookies: string } // only what this app sealed opens
  const { message, leadsTo, cookies: given = [] } = first.answer
  return { ok: true, message, leadsTo, cookies: first.cookies === cookies ? given.map(offeredOnce) : [] }
}

/** A browser that was asked for a key once is not asked again: two keys for one sign-in would end the session. */
const offeredOnce = ({ name, value, maxAgeSeconds, path }: CookieWrite): CookieWrite =>
  path === undefined ? { name, value, maxAgeSeconds } : { name, value, maxAgeSeconds, path }
