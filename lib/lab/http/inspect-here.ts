import 'server-only'
import type { CookieStrategyId } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { logRefusal, problem, refusalFor } from '@/lib/auth/http/refusal'
import { presentedBy, presentedHere, requestOrigin } from '@/lib/auth/http/identify'
import { readBody } from '@/lib/auth/http/read-body'
import { optionalStrategyForm } from '@/lib/api-schema'
import { inspectCredential, type CredentialInspection } from '../inspection/inspect-credential'

/** `{strategy?}` names the cookie to look at; an Authorization header decides alone. @returns Held */
export async function inspectionResponse(request: Request): Promise<Response> {
  const { headers } = request
  if (requestOrigin(headers) !== 'own') {
    logRefusal({ code: 'cross_origin' }, headers, '/api/lab/held')
    return problem({ code: 'cross_origin' })
  }
  const read = await readBody(request, optionalStrategyForm)
  if ('code' in read) return problem(read)
  try {
    return json(await inspectCredential(presentedBy(headers), read.body.strategy ?? 'database', new Date()))
  } catch (error) {
    return problem(refusalFor(error))
  }
}

/** The same for the cookies of this render. */
export const inspectHere = async (strategy: CookieStrategyId): Promise<CredentialInspection> =>
  inspectCredential({ ...(await presentedHere()), authorization: null }, strategy, new Date())
