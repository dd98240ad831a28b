import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { setTimeout as passed } from 'node:timers/promises'
import { type FormState, pressField } from '@/lib/api-schema'
import { callbackPath } from '@/lib/api-schema/callback-path'
import { openSealedValue, randomToken, sealValue, sha256Base64url } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { logFailure } from '@/lib/log'
import type { Presented, CookieWrite } from '../contract'
import { refusals } from '../errors'
import type { RequestContext } from '../request-context'
import { browserCookie, presentedCookie } from '../parts/cookie'
import { plusSeconds, lifetimes } from '../parts/lifetimes'
import { requireScope } from './admit'
import { writeCookies } from './answer'
import { cookieCheck, presentsNone } from './cookie-check'
import { identify } from './identify'
import { fieldErrors } from './read-body'
import { type Refusal, logRefusal, refusalFor } from './refusal'
import { requestOrigin } from './origin'

/** The outcome of a form that succeeded: a message, cookies to write, and the page to go to. */
export type FormAnswer = {
  ok: true
  message?: string | undefined
  cookies?: CookieWrite[]
  leadsTo?: string | undefined
}
export type FormOutcome = FormAnswer | Refusal

/**
 * The adapter between a form and its work: checks origin and fields, then does the work, once for each press. Faults
 * are returned beside their fields with what was typed, without passwords. After success it writes the cookies and
 * redirects to `leadsTo`.
 */
export async function submit<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
  work: (input: z.infer<Schema>, ctx: RequestContext) => Promise<FormOutcome>,
): Promise<FormState> {
  if (!(form instanceof FormData)) return { message: refusals.malformed_request.title } // arguments of a forged call
  const values = typed(form)
  const given = fields(form)
  const parsed = schema.safeParse(given)
  if (!parsed.success) return { values, errors: fieldErrors(parsed.error) }
  const sent = await headers()
  const ctx = identify(sent)
  const press = pressOf(given, form.get(pressField), ctx.presented)
  const admitted = requestOrigin(sent) === 'own' ? await requireScope(ctx).catch(refusalFor) : crossOrigin
  const outcome = admitted.ok
    ? await runOnce(press, () => work(parsed.data, ctx), ctx.now).catch(refusalFor)
    : admitted
  if (outcome.ok) return conclude(outcome, ctx)
  logRefusal(outcome, sent, 'action')
  return { values, message: sentence(outcome), errors: outcome.errors }
}

const crossOrigin: Refusal = { ok: false, code: 'cross_origin' }

/**
 * Writes the cookies and leads on. Next renders the page in the same answer as if the browser had taken the cookies. So a
 * browser that presented none is asked for the page anew, which shows whether it keeps them (`cookieCheck`).
 */
async function conclude(
  { message, cookies = [], leadsTo }: FormAnswer,
  { presented, now }: RequestContext,
): Promise<FormState> {
  await writeCookies(cookies)
  const isUnsure = cookies.some(({ maxAgeSeconds }) => maxAgeSeconds > 0) && presentsNone(presented)
  if (isUnsure) return navigate(cookieCheck(callbackPath(leadsTo ?? '/'), now))
  if (leadsTo !== undefined) redirect(leadsTo)
  return { done: true, message }
}

/** Has the browser ask for a page by itself: by a redirect, or by the script that sent the form. */
async function navigate(path: string): Promise<FormState> {
  if (!(await headers()).has('next-action')) redirect(path)
  return { done: true, navigateTo: path }
}

/** The sentence above the form. If there are faults beside fields, it is a general one. */
const sentence = ({ code, errors, retryAfterSeconds }: Refusal) => {
  if (errors && Object.keys(errors).length > 0) return refusals.validation_failed.title
  const minutes = Math.ceil((retryAfterSeconds ?? 0) / 60)
  const { title } = refusals[code]
  return code === 'rate_limited' && minutes > 0 ? `${title} You can try again in ${minutes} min.` : title
}

/**
 * Next adds fields of its own, which start with `$ACTION`; the submit button adds `press`. A field that comes twice is
 * an array, which no schema takes.
 */
function fields(form: FormData) {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$ACTION') && name !== pressField)
  return Object.fromEntries(names.map((name) => [name, only(form.getAll(name))] as const))
}

const only = (all: unknown[]) => (all.length === 1 ? all[0] : all)

const typed = (form: FormData) =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !/password|token|^\$/i.test(name) ? [[name, value.slice(0, 300)]] : [],
    ),
  )

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
  return { ok: true, message, leadsTo, cookies: first.cookies === cookies ? given : [] }
}
