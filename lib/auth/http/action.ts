import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { z } from 'zod'
import type { FormState } from '@/lib/api-schema'
import { pressField } from '@/lib/api-schema/press-field'
import { callbackPath } from '@/lib/api-schema/callback-path'
import { untilHeard } from '@/lib/db/changes'
import { refusals } from '../errors'
import type { RequestContext } from '../request-context'
import { requireScope } from './admit'
import { writeCookies } from './answer'
import { cookieCheck, presentsNone } from './cookie-check'
import { identify } from './identify'
import { fieldErrors } from './read-body'
import { type FormAnswer, type FormOutcome, pressOf, runOnce } from './pressed-form'
import { type Refusal, logRefusal, refusalFor } from './refusal'
import { requestOrigin } from './origin'

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
  await untilHeard() // the page of this answer is rendered in the same request
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
