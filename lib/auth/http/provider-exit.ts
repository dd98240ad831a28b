import 'server-only'
import { pressField } from '@/lib/forms'
import { endSessionUrl, providerById, providerPatienceMs } from '@/lib/oidc'
import type { Asking } from '../asking'
import type { Confirmed } from '../contract'
import { signOut } from '../sign-out'
import { confirmed } from './confirm'
import { noteRefusal } from './note-refusal'
import { requestOrigin } from './origin'
import { withOwnPolicy } from './page-status'
import { askingBy } from './presented'
import { pressOf, runOnce, type FormOutcome } from './pressed-form'
import { problem } from './problem'
import { isForm, readText } from './read-body'
import { refusalFor } from './refusal-for'
import { notNowPage, onwardPage } from './standalone-page'
import { toPage, withCookies } from './to-page'

/**
 * "Sign out here and at …": a plain form, the same with and without JavaScript. Here first: what the provider makes of it
 * is out of our hands. Where the provider does not say where to go, nothing ends, and the account page says so. Pressed
 * twice, it leads to the same place twice.
 */
export async function signOutThereToo(request: Request): Promise<Response> {
  const { headers } = request
  if (requestOrigin(headers) !== 'own') {
    noteRefusal({ code: 'cross_origin' }, headers, '/api/sign-out/provider')
    return problem({ code: 'cross_origin' })
  }
  try {
    const [asking, now] = [askingBy(headers), new Date()]
    const press = pressOf({}, await pressIn(request), asking.presented)
    return withOwnPolicy(headers, onward(await runOnce(press, () => leave(asking, now), now)))
  } catch (error) {
    const { code } = refusalFor(error)
    if (code !== 'unavailable') return toPage(`/account?error=${code}`)
    return withOwnPolicy(headers, notNowPage('/account'))
  }
}

/** Which press it is, where the form says so: it may be sent without a body. */
async function pressIn(request: Request): Promise<string | null> {
  if (!isForm(request)) return null
  const text = await readText(request)
  return typeof text === 'string' ? new URLSearchParams(text).get(pressField) : null
}

/** `message`: the name of the provider that `leadsTo` is at. */
async function leave(asking: Asking, now: Date): Promise<FormOutcome> {
  const session = await confirmed(asking, now)
  if ('code' in session) return session
  const exit = await providerExit(session)
  const cookies = await signOut(undefined, asking, now)
  return exit
    ? { leadsTo: exit.url, message: exit.name, cookies }
    : { leadsTo: '/sign-in?notice=signed-out', cookies }
}

function onward(outcome: FormOutcome): Response {
  if ('code' in outcome)
    return toPage(outcome.code === 'not_authenticated' ? '/sign-in' : `/account?error=${outcome.code}`)
  const { leadsTo = '/', message, cookies = [] } = outcome
  const answer = message === undefined ? toPage(leadsTo) : onwardPage(leadsTo, message)
  answer.headers.set('Clear-Site-Data', '"cache"') // also what the browser kept of pages seen while signed in
  return withCookies(answer, cookies)
}

/**
 * Where the browser ends its session at the provider that vouched for it, and whose place that is.
 * @returns null after a password, and for a provider that has no such place or is not configured any more
 * @throws ProviderFault when the provider does not say
 */
async function providerExit({ provider, origin }: Confirmed): Promise<{ url: string; name: string } | null> {
  const described = origin && providerById(provider)
  if (!described) return null
  const idToken = origin.kept.as === 'id-token' ? origin.kept.idToken : null
  const url = await endSessionUrl(described, idToken, AbortSignal.timeout(providerPatienceMs))
  return url === null ? null : { url, name: described.name }
}
