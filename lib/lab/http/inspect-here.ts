import 'server-only'
import { withStrategy, type CookieStrategyId } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { labIsOn } from '@/lib/auth/http/lab'
import { logRefusal, problem, refusalFor } from '@/lib/auth/http/refusal'
import { contextHere, identify, requestOrigin } from '@/lib/auth/http/identify'
import { readBody } from '@/lib/auth/http/read-body'
import { optionalStrategyForm } from '@/lib/api-schema'
import { inspectCredential, type CredentialInspection } from '../inspection/inspect-credential'

/** `{strategy?}` names the cookie to look at; an Authorization header decides alone. @returns Held */
export async function inspectionResponse(request: Request): Promise<Response> {
  if (!labIsOn()) return problem({ code: 'not_found' })
  const { headers } = request
  if (requestOrigin(headers) !== 'own') {
    logRefusal({ code: 'cross_origin' }, headers, '/api/lab/held')
    return problem({ code: 'cross_origin' })
  }
  const read = await readBody(request, optionalStrategyForm)
  if (!read.ok) return problem(read)
  try {
    return json(await inspectCredential(withStrategy(identify(headers), read.body.strategy ?? 'database')))
  } catch (error) {
    return problem(refusalFor(error))
  }
}

/** The same for the cookies of this render. */
export async function inspectHere(strategy: CookieStrategyId): Promise<CredentialInspection> {
  const { presented, now } = await contextHere()
  return inspectCredential({ presented: { ...presented, authorization: null }, strategy, now })
}
