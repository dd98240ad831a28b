import 'server-only'
import type { Presented } from '../../contract'
import { anonymousState } from '../auth-state'
import { sessionIdIn } from './claims'
import { verifyAccessToken, type Refused, type Verified } from './verify'

/** @see RFC 6750 §2.1 (`b64token`), RFC 9110 §11.1 (a scheme is case-insensitive) */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/** What follows `Bearer`, or null where the header is absent or something else. */
export const bearerCredential = ({ authorization }: Presented): string | null =>
  bearer.exec(authorization ?? '')?.[1] ?? null

type Answer = { now: Date; token: Promise<Verified | Refused> }
/** One request asks several times: which strategy, what scope, who. It is verified once. */
const verified = new WeakMap<Presented, Answer>()

/** The access token of a request, or why there is none that counts. */
export function presentedToken(presented: Presented, now: Date): Promise<Verified | Refused> {
  const before = verified.get(presented)
  if (before?.now.getTime() === now.getTime()) return before.token
  const token = verify(presented, now)
  verified.set(presented, { now, token })
  return token
}

async function verify(presented: Presented, now: Date): Promise<Verified | Refused> {
  if (presented.authorization === null) return { refused: anonymousState('absent') }
  const jwt = bearerCredential(presented)
  return jwt === null ? { refused: anonymousState('malformed') } : verifyAccessToken(jwt, now)
}

/** The session that a token names, also when it has expired; null for junk. Does NOT say whether it lives. */
export async function sessionOfToken(presented: Presented, now: Date): Promise<string | null> {
  const token = await presentedToken(presented, now)
  const claims = 'claims' in token ? token.claims : token.expired
  return claims ? sessionIdIn(claims) : null
}
