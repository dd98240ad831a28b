import 'server-only'
import { env } from '@/lib/env'
import { isOtherTokenOfProvider } from '@/lib/oidc'
import type { RefusalCode } from '../errors'
import { bearerCredential, fullScope } from '../parts/access-token'

/** For whoever came without anything: no error code (RFC 6750 §3.1). Opens no dialog in a browser, as Basic would. */
export const bareChallenge = () => 'Bearer realm="Bothways"'

const noAccessToken =
  'This is no access token for this API (typ at+jwt, RFC 9068). An ID token tells its client who somebody is, and opens nothing.'

/** A challenge for an access token, which also says where to learn which tokens are taken. @see RFC 6750 §3, RFC 9728 §5.1 */
export function bearerChallenge(parameters: Record<string, string> = {}): string {
  const all = { ...parameters, resource_metadata: `${env().AUTH_URL}/.well-known/oauth-protected-resource` }
  const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`)
  return `Bearer ${written.join(', ')}`
}

/** Why a token was refused, where that helps somebody who took the wrong one. @see RFC 6750 §3 */
export function invalidToken(authorization: string): Record<string, string> {
  const jwt = bearerCredential({ cookies: new Map(), authorization })
  const isOther = jwt !== null && isOtherTokenOfProvider(jwt)
  const why: Record<string, string> = isOther ? { error_description: noAccessToken } : {}
  return { 'WWW-Authenticate': bearerChallenge({ error: 'invalid_token', ...why }) }
}

/** A client that came with a token is told that the token is at fault, or how to come. @see RFC 6750 §3, RFC 7617 §2 */
export function challenge({ code }: { code: RefusalCode }, headers: Headers): Record<string, string> {
  const authorization = headers.get('authorization')
  if (code === 'not_authenticated')
    return authorization === null ? { 'WWW-Authenticate': bearerChallenge() } : invalidToken(authorization)
  if (code === 'insufficient_scope')
    return { 'WWW-Authenticate': bearerChallenge({ error: 'insufficient_scope', scope: fullScope }) }
  if (code === 'token_twice') return { 'WWW-Authenticate': bearerChallenge({ error: 'invalid_request' }) }
  if (code === 'invalid_client') return { 'WWW-Authenticate': 'Basic realm="tokens", charset="UTF-8"' }
  return {}
}
