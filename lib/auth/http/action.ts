import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import { type FormState, pressField } from '@/lib/api-schema'
import { callbackPath } from '@/lib/api-schema/callback-path'
import type { Presented } from '../contract'
import { refusals } from '../errors'
import type { RequestContext } from '../request-context'
import { requireScope } from './admit'
import { writeCookies } from './answer'
import { contextHere, identify, requestOrigin } from './identify'
import { type FormAnswer, type FormOutcome, pressOf, runOnce } from './pressed-form'
import { fieldErrors } from './read-body'
import { type Fault, type Refusal, logRefusal, refusalFor } from './refusal'

/**
 * The adapter between a form and its work: origin, fields, then the work, once for each press. Faults go back beside
 * their fields with what was typed, passwords excepted. When it worked: the cookies are written, and a `leadsTo` is
 * gone to, by a redirect.
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
  const refused = requestOrigin(sent) === 'own' ? await scopeFault(ctx) : crossOrigin
  const outcome = refused ?? (await runOnce(press, () => work(parsed.data, ctx), ctx.now).catch(refusalFor))
  if (outcome.ok) return conclude(outcome, ctx)
  logRefusal(outcome, sent, 'action')
  return { values, message: sentence(outcome), ...(outcome.errors && { errors: outcome.errors }) }
}

const crossOrigin: Refusal = { ok: false, code: 'cross_origin' }
const scopeFault = (ctx: RequestContext) => requireScope(ctx).catch(refusalFor)

/** A page that follows within this answer would see the cookies whether or not the browser takes them. */
async function conclude(
  { message, cookies = [], leadsTo }: FormAnswer,
  { presented, now }: RequestContext,
): Promise<FormState> {
  await writeCookies(cookies)
  const isUnsure = cookies.some(({ maxAgeSeconds }) => maxAgeSeconds > 0) && presentsNone(presented)
  if (isUnsure) return navigate(cookieCheck(callbackPath(leadsTo ?? '/'), now))
  if (leadsTo !== undefined) redirect(leadsTo)
  return { done: true, ...(message !== undefined && { message }) }
}

/** Has the browser ask for a page by itself: by a redirect, or by the script that sent the form. */
async function navigate(path: string): Promise<FormState> {
  if (!(await headers()).has('next-action')) redirect(path)
  return { done: true, navigateTo: path }
}

/** The sentence for a person: faults beside fields need none above them. */
const sentence = ({ code, errors, retryAfterSeconds }: Fault) => {
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
 * A browser that refuses cookies looks signed in for one answer: the page after a form is rendered with the cookies
 * that the form wrote. A browser that presented any cookie keeps them; one that presented none is asked, by a
 * navigation of its own.
 */

const checkSeconds = 60

export const presentsNone = ({ cookies }: Presented) => cookies.size === 0

/** @param callbackUrl where a browser that keeps cookies goes on to */
export const cookieCheck = (callbackUrl: string, now: Date) =>
  `/sign-in?${new URLSearchParams({ callbackUrl, cookieCheck: String(now.getTime()) }).toString()}`

/** Whether the sign-in page was asked for by such a check, a moment ago. An older one is a bookmark, and says nothing. */
export function isCookieCheck(query: unknown, now: Date): boolean {
  if (typeof query !== 'string' || !/^\d{13}$/.test(query)) return false
  return Math.abs(now.getTime() - Number(query)) < checkSeconds * 1000
}

/** The answer to the check: nothing came back. */
export const keepsNoCookie = async () => presentsNone((await contextHere()).presented)
