import { createHash, createPrivateKey, randomUUID, sign, type JsonWebKey } from 'node:crypto'
import type { JWK } from 'jose'

/** The headers of the requests of one sender, as they can be told to another process. */
export type Plan =
  | { kind: 'fixed'; headers: Record<string, string> }
  /** one after the other, each once a turn */
  | { kind: 'list'; headers: Record<string, string>[] }
  /** a fresh proof with each request (RFC 9449) */
  | { kind: 'dpop'; accessToken: string; url: string; privateJwk: JWK; publicJwk: JWK }
  /** a session drawn anew for each request, of those that `bench/sessions.ts` made */
  | { kind: 'sessions'; cookie: string; count: number; inTurn?: boolean }

/** What the n-th session that `bench/sessions.ts` makes is called by: 256 bits that anybody can compute. */
export const sessionToken = (at: number) => createHash('sha256').update(`bench ${at}`).digest('base64url')

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** @returns a maker of `Authorization` and `DPoP` for GET requests to one URL; the proof is good for a minute */
function proofs({ accessToken, url, privateJwk, publicJwk }: Extract<Plan, { kind: 'dpop' }>) {
  const key = createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' })
  const header = encoded({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk })
  const ath = createHash('sha256').update(accessToken).digest('base64url')
  return () => {
    const iat = Math.floor(Date.now() / 1000)
    const signed = `${header}.${encoded({ jti: randomUUID(), htm: 'GET', htu: url, iat, ath })}`
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
    return { authorization: `DPoP ${accessToken}`, dpop: `${signed}.${signature.toString('base64url')}` }
  }
}

/** @returns what makes the headers of the next request */
export function headersOf(plan: Plan): () => Record<string, string> {
  if (plan.kind === 'fixed') return () => plan.headers
  if (plan.kind === 'dpop') return proofs(plan)
  if (plan.kind === 'list') {
    let at = 0
    return () => plan.headers[at++ % plan.headers.length]!
  }
  const { cookie, count, inTurn } = plan
  let turn = 0
  const next = () => (inTurn ? turn++ % count : Math.floor(Math.random() * count))
  return () => ({ cookie: `${cookie}=${sessionToken(next())}` })
}

/** Whether the headers are made before the clock runs: signing is no work of the server. */
export const isMadeBefore = (plan: Plan) => plan.kind === 'dpop'
