import 'server-only'
import type { z } from 'zod'
import { exchangeToken, refresh } from '@/lib/auth'
import type { exchangeGrant, refreshGrant, tokenGrant } from '@/lib/api-schema/tokens'
import type { Presented } from '../contract'
import type { RequestContext } from '../request-context'
import { tokenAnswer } from './answer'
import type { Refusal } from './refusal'

/** The grants that the token endpoint takes as a form, wherever it stands. @see RFC 6749 §3.2, §4.5 */

type Grant = z.infer<typeof tokenGrant>
type Call<Form> = { body: Form; ctx: RequestContext }

/** A form of the token endpoint, answered. @throws ProviderFault, database errors */
export async function grantTokens({ body, ctx }: Call<Grant>): Promise<Response | Refusal> {
  if (presentsSecret(ctx.presented, body)) return { ok: false, code: 'invalid_client' }
  return body.grant_type === 'refresh_token' ? afterRefresh(body, ctx) : afterExchange(body, ctx)
}

async function afterRefresh(form: z.infer<typeof refreshGrant>, ctx: RequestContext) {
  const result = await refresh(form.refresh_token, ctx, form.scope)
  return result.ok ? tokenAnswer(result.tokens) : result
}

async function afterExchange(form: z.infer<typeof exchangeGrant>, ctx: RequestContext) {
  const result = await exchangeToken(form, ctx)
  if (!result.ok) return result
  return tokenAnswer({ ...result.tokens, issued_token_type: form.subject_token_type })
}

const basic = /^Basic(?: +(.*))?$/i

/**
 * No client has a secret here. One that names itself without is let through: libraries send `client_id` in the body, or
 * in HTTP Basic with an empty password. One that sends a secret is refused, so that it does not believe that it was
 * authenticated.
 * @see RFC 6749 §2.3.1, §6 ("authenticate the client if client authentication is included"), RFC 7521 §4.2
 */
function presentsSecret({ authorization }: Presented, { client_secret, client_assertion }: Grant): boolean {
  if (client_secret !== undefined || client_assertion !== undefined) return true
  const [isBasic, encoded = ''] = basic.exec(authorization ?? '') ?? []
  const isWithoutPassword = /^[^:]*:$/.test(Buffer.from(encoded, 'base64').toString())
  return isBasic !== undefined && !isWithoutPassword
}
