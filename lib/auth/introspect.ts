import 'server-only'
import {
  audience,
  clientId,
  fullScope,
  issuer,
  mayName,
  sessionIdIn,
  verifyAccessToken,
} from './parts/access-token'
import { numericDate } from './parts/lifetimes'
import { findRefreshToken } from './parts/refresh-token'
import { findSession, validRow } from './parts/session-row'

const inactive = { active: false } as const

/**
 * Is a token good, as of now? Looks at the session behind it, also where the strategy does not.
 * @returns nothing but `active: false` for every token that is not, whatever the reason
 * @throws database errors
 * @see RFC 7662 §2.2
 */
export async function introspect(token: string, now: Date) {
  return (await ofRefreshToken(token, now)) ?? (await ofAccessToken(token, now))
}

async function ofAccessToken(token: string, now: Date) {
  const verified = await verifyAccessToken(token, now)
  if (!verified.ok) return inactive
  const { claims } = verified
  const row = await findSession({ id: sessionIdIn(claims) })
  if (!row || !mayName(claims, row) || !validRow(row, row.strategy, now).ok) return inactive
  const { scope, exp, iat, jti, sub, cnf } = claims
  return {
    active: true,
    token_type: cnf ? 'DPoP' : 'Bearer',
    iss: issuer(),
    aud: audience(),
    client_id: clientId,
    sub,
    scope,
    exp,
    iat,
    jti,
    username: row.user.email,
    sid: 'sid' in claims ? claims.sid : undefined,
    cnf,
  }
}

async function ofRefreshToken(token: string, now: Date) {
  const found = await findRefreshToken(token)
  if (!found) return null
  const { row } = found
  if (row.spentAt || !validRow(row.session, row.session.strategy, now).ok) return inactive
  const { userId, scope, expiresAt, user } = row.session
  return {
    active: true,
    iss: issuer(),
    client_id: clientId,
    sub: userId,
    scope: scope ?? fullScope,
    exp: numericDate(expiresAt),
    iat: numericDate(row.createdAt),
    username: user.email,
  }
}
