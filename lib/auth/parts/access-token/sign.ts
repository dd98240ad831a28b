import 'server-only'
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { redactedJson, span } from '@/lib/trace'
import type { Session, TokenStrategyId, Tokens } from '../../contract'
import { numericDate, secondsUntil } from '../dates'
import { signingKey } from '../signing-keys'
import { audience, clientId, fullScope, issuer, tokenType } from './claims'

/** Which strategy the token is of, and which session it names: by `sid` where each request looks it up. */
export type Binding = { strategy: TokenStrategyId } & ({ sid: string } | { family: string })

/**
 * An access token for a session that lives. Everything in it is as old as it is.
 * @param expiresAt whole seconds count: a fraction is dropped
 */
export async function signAccessToken(session: Session, binding: Binding, expiresAt: Date, now: Date) {
  const { id: sub, email, name, role } = session.person
  const { alg, kid, privateKey } = await signingKey(now)
  const claims = {
    iss: issuer(),
    aud: audience(),
    sub,
    client_id: clientId,
    jti: randomUUID(),
    iat: numericDate(now),
    exp: numericDate(expiresAt),
    scope: session.scope ?? fullScope,
    email,
    name,
    role,
    provider: session.provider,
    ...binding,
    auth_time: numericDate(session.authenticatedAt),
    session_end: numericDate(session.absoluteExpiresAt),
  }
  const header = { alg, kid, typ: tokenType }
  return span('token.sign', (tell) => {
    tell(() => ({ 'token.header': redactedJson(header), 'token.claims': redactedJson(claims) }))
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  })
}

/** An access token in the shape of RFC 6749 §5.1. */
export const tokenResponse = (jwt: string, expiresAt: Date, now: Date): Tokens => ({
  access_token: jwt,
  token_type: 'Bearer',
  expires_in: secondsUntil(expiresAt, now),
})
