import 'server-only'
import { signJwt } from '@/lib/auth'
import type { Variant } from './variants'

/** Tokens that the app itself has signed, each wrong in one thing: what a verifier has to look at beside the signature. */

type Claims = Record<string, unknown>

const minute = 60
const hour = 60 * minute

/** What is wrong, by what it is. @param now seconds since 1970 */
const wrongClaims = (good: Claims, now: number): Record<string, Claims> => ({
  'for another API (aud)': { aud: 'https://other.example/api' },
  'for a client (aud)': { aud: good.client_id },
  'from another issuer (iss)': { iss: 'https://other.example' },
  'ended a minute ago (exp)': { iat: now - 2 * minute, exp: now - minute },
  'without an end (exp)': { exp: undefined },
  'made in an hour (iat)': { iat: now + hour, exp: now + hour + minute },
  'without the time of its making (iat)': { iat: undefined },
  'good from an hour on (nbf)': { nbf: now + hour },
  'good for a day': { iat: now, exp: now + 24 * hour },
  'for another client (client_id)': { client_id: 'another' },
  'without a client (client_id)': { client_id: undefined },
  'without an identifier (jti)': { jti: undefined },
  'without a scope': { scope: undefined },
  'without a subject (sub)': { sub: undefined },
  'of a role that there is not': { role: 'root' },
  'of no strategy': { strategy: undefined },
  'of a strategy that there is not': { strategy: 'none' },
  'bound to a session that is not there': { sid: crypto.randomUUID(), family: undefined },
  'bound to another key (cnf)': { cnf: { jkt: 'A'.repeat(43) } },
  'bound otherwise than its strategy is (cnf)': {
    cnf: good.cnf === undefined ? { jkt: 'A'.repeat(43) } : undefined,
  },
})

/**
 * @param good the claims of a good token
 * @returns tokens with a good signature of the app; none where there are no claims to be read
 */
export async function misissued(good: Claims, now: Date): Promise<Variant[]> {
  if (good.iss === undefined) return []
  const seconds = Math.floor(now.getTime() / 1000)
  const wrong = Object.entries(wrongClaims(good, seconds)).map(([what, claims]) =>
    signed(what, { ...good, ...claims }, 'at+jwt', now),
  )
  const types = ['JWT', 'logout+jwt', 'dpop+jwt'].map((typ) => signed(`of the type ${typ}`, good, typ, now))
  return Promise.all([...wrong, ...types])
}

const signed = async (what: string, claims: Claims, typ: string, now: Date): Promise<Variant> => ({
  name: `signed by the app, ${what}`,
  credential: await signJwt(claims, typ, now),
})
