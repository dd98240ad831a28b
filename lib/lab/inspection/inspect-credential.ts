import 'server-only'
import { read, type AuthState, type Question } from '@/lib/auth'
import { isUnavailable } from '@/lib/db/unavailable'
import { logFailure } from '@/lib/log'
import { redacted } from '@/lib/display'
import { storedRowsOf, type StoredRow } from './stored-rows'

/** Both sides of one way of being signed in: what the client presented, and what the server keeps for it. */
export type CredentialInspection = {
  /** of the server, ISO 8601: what `expiresAt` is to be compared with */
  at: string
  state: AuthState
  credential: Credential | null
  /** null unless the credential is accepted */
  sessionId: string | null
  /** of the caller alone, and only while the credential is accepted; empty where the row is gone, null: cannot tell */
  rows: StoredRow[] | null
}

/**
 * What there is on both sides for what a request presents. Secrets are masked. An outage is said, not thrown.
 */
export async function inspectCredential(ctx: Question): Promise<CredentialInspection> {
  const reading = await read(ctx)
  const common = { at: ctx.now.toISOString(), credential: credentialIn(ctx) }
  if (!reading.ok)
    return {
      ...common,
      state: reading.state,
      sessionId: null,
      rows: reading.code === 'unavailable' ? null : [],
    }
  const { state, sessionId } = reading
  const rows = await storedRowsOf(sessionId, state.user.id).catch(unlessAway)
  return { ...common, state, sessionId, rows }
}

/** @throws the error itself, where the database is not what failed */
function unlessAway(error: unknown) {
  if (!isUnavailable(error)) throw error
  logFailure('lab.credential', error)
  return null
}

/** What a client presented, as far as it may be shown. */
export type Credential = {
  carriedIn: 'Cookie' | 'Authorization'
  /** the header's value, with the secret of it masked */
  redacted: string
  /** of the header's value: what each request costs */
  bytes: number
  /** of a JWT; null for a reference, which says nothing */
  header: Record<string, unknown> | null
  /** what anybody reads who sees a JWT; null where only the server can, or where there are none */
  claims: Record<string, unknown> | null
  /** the proof of possession that came with it; null where none came */
  proof: ProofSeen | null
}

/** What anybody reads who sees a proof: it is good for nothing any more. */
export type ProofSeen = {
  /** of the header's value */
  bytes: number
  header: Record<string, unknown> | null
  claims: Record<string, unknown> | null
}

const token = /^(Bearer|DPoP) +(\S+)$/i

/** The Authorization header alone, where there is one; else the cookie of that strategy. Does NOT say whether it is good. */
export function credentialIn({ presented, strategy }: Question) {
  const { authorization, cookies } = presented
  if (authorization !== null) {
    const [, scheme = '', secret = ''] = token.exec(authorization) ?? []
    const seen = described('Authorization', `${scheme} ${redacted(secret)}`.trim(), authorization, secret)
    return { ...seen, proof: presented.proof ? proofSeen(presented.proof.jwt) : null }
  }
  const [name, value] = [...cookies].find(([name]) => isSessionCookie(name, strategy)) ?? []
  return name && value ? described('Cookie', `${name}=${redacted(value)}`, `${name}=${value}`, value) : null
}

const isSessionCookie = (name: string, strategy: string) =>
  [`session.${strategy}`, `__Host-session.${strategy}`].includes(name)

function described(
  carriedIn: Credential['carriedIn'],
  shown: string,
  whole: string,
  secret: string,
): Credential {
  const segments = secret.split('.')
  return {
    carriedIn,
    redacted: shown,
    bytes: Buffer.byteLength(whole),
    header: segments.length === 1 ? null : json(segments[0]),
    claims: segments.length === 3 ? json(segments[1]) : reference(segments), // of five, the rest is encrypted (RFC 7516 §3.1)
    proof: null,
  }
}

/** Of a signed reference to a session: which row it names, masked, and until when it is good. */
function reference([content, mac]: string[]): Record<string, unknown> | null {
  if (mac === undefined) return null
  const text = Buffer.from(content ?? '', 'base64url').toString()
  const [, name, end] = /^([\w-]{43}) (\d{1,12})$/.exec(text) ?? []
  return name === undefined
    ? null
    : { reference: redacted(name), until: new Date(Number(end) * 1000).toISOString() }
}

function proofSeen(jwt: string): ProofSeen {
  const [header, claims] = jwt.split('.')
  return { bytes: Buffer.byteLength(jwt), header: json(header), claims: json(claims) }
}

/** Decoded, and nothing more: whoever reads a token needs no key. */
function json(segment: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment ?? '', 'base64url').toString())
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}
