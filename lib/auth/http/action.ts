import 'server-only'
import { headers } from 'next/headers'
import type { z } from 'zod'
import type { FormState } from '@/lib/forms'
import type { Asking } from '../asking'
import { refusals } from '../errors'
import { refuseShortScope } from './admit'
import { noteRefusal } from './note-refusal'
import { requestOrigin } from './origin'
import { askingBy } from './presented'
import type { Refusal } from './problem'
import { fieldErrors } from './read-body'
import { refusalFor } from './refusal-for'

/**
 * The adapter between a form and its work: origin, fields, then the work. Faults go back beside their fields with
 * what was typed, passwords excepted. Never redirects: the action does, when `done`.
 */
export async function submit<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
  work: (input: z.infer<Schema>, asking: Asking, now: Date) => Promise<Refusal | void>,
): Promise<FormState> {
  if (!(form instanceof FormData)) return { message: refusals.malformed_request.title } // arguments of a forged call
  const values = typed(form)
  const parsed = schema.safeParse(fields(form))
  if (!parsed.success) return { values, errors: fieldErrors(parsed.error) }
  const refused = await attempt(async (asking, now) => work(parsed.data, asking, now))
  if (!refused) return { done: true }
  return { values, message: sentence(refused), ...(refused.errors && { errors: refused.errors }) }
}

async function attempt(
  work: (asking: Asking, now: Date) => Promise<Refusal | void>,
): Promise<Refusal | void> {
  const sent = await headers()
  const refused = await attempted(sent, work)
  if (refused) noteRefusal(refused, sent, 'action')
  return refused
}

async function attempted(sent: Headers, work: (asking: Asking, now: Date) => Promise<Refusal | void>) {
  if (requestOrigin(sent) !== 'own') return { code: 'cross_origin' } as const
  try {
    const [asking, now] = [askingBy(sent), new Date()]
    return (await refuseShortScope(asking.presented, now)) ?? (await work(asking, now))
  } catch (error) {
    return refusalFor(error)
  }
}

/** The sentence for a person: faults beside fields need none above them. */
const sentence = ({ code, errors, retryAfterSeconds }: Refusal) => {
  if (errors && Object.keys(errors).length > 0) return refusals.validation_failed.title
  const minutes = Math.ceil((retryAfterSeconds ?? 0) / 60)
  const { title } = refusals[code]
  return code === 'rate_limited' && minutes > 0 ? `${title} You can try again in ${minutes} min.` : title
}

/** Next adds fields of its own, which start with `$ACTION`. A field that comes twice is an array, which no schema takes. */
function fields(form: FormData) {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith('$ACTION'))
  return Object.fromEntries(names.map((name) => [name, only(form.getAll(name))] as const))
}

const only = (all: unknown[]) => (all.length === 1 ? all[0] : all)

const typed = (form: FormData) =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' && !/password|token|^\$/i.test(name) ? [[name, value.slice(0, 300)]] : [],
    ),
  )
