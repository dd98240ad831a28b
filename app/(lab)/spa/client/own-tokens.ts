import { z } from 'zod'
import { defaultTokenStrategy, isTokenStrategy, type TokenStrategyId } from '@/lib/strategies'

/** What this client holds, and where. Nothing here verifies a token: that is for whoever accepts it. */

export const storeIds = ['memory', 'session', 'local'] as const
export type StoreId = (typeof storeIds)[number]

export const ownTokensShape = z.object({
  store: z.enum(storeIds),
  /** made for a password, or in exchange for a provider's token */
  from: z.enum(['password', 'exchange']),
  accessToken: z.string(),
  /** null: in the cookie, or there is none */
  refreshToken: z.string().nullable(),
  /** milliseconds since 1970, by the clock of this machine */
  receivedAt: z.number(),
})
export type OwnTokens = z.infer<typeof ownTokensShape>

/** What was just issued, to be kept by the page. */
export const ownTokensFrom = (
  { access_token, refresh_token = null }: { access_token: string; refresh_token?: string | null },
  { store, from }: Pick<OwnTokens, 'store' | 'from'>,
): OwnTokens => ({
  store,
  from,
  accessToken: access_token,
  refreshToken: refresh_token,
  receivedAt: Date.now(),
})

export type Claims = Record<string, unknown>

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
const decoded = (part: string) => JSON.parse(new TextDecoder().decode(bytesOf(part))) as Claims

/** Header and claims of a JWT, for people. Its signature is not looked at. */
export function readJwt(jwt: string): { header: Claims; claims: Claims } {
  try {
    const [header = '', claims = ''] = jwt.split('.')
    return { header: decoded(header), claims: decoded(claims) }
  } catch {
    return { header: {}, claims: {} }
  }
}

/** The strategy that a token of ours says it is of; the default for what says none. */
export function strategyOf(jwt: string): TokenStrategyId {
  const { strategy } = readJwt(jwt).claims
  return isTokenStrategy(strategy) ? strategy : defaultTokenStrategy
}

const confirmation = z.object({ jkt: z.string() })

/** The thumbprint of the key that a token of ours is bound to; undefined where it is bound to none. @see RFC 9449 §6.1 */
export const keyOf = (jwt: string): string | undefined =>
  confirmation.safeParse(readJwt(jwt).claims.cnf).data?.jkt

/** When the session of a token of ours ends in any case, as it says. */
export const endOf = (jwt: string) => new Date(Number(readJwt(jwt).claims.session_end) * 1000)

/** The session or family that a token of ours belongs to. */
export function sessionOf({ accessToken }: OwnTokens): string {
  const { sid, family } = readJwt(accessToken).claims
  return String(sid ?? family)
}
