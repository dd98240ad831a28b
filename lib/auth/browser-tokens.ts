import 'server-only'
import { pageTokenStrategy } from '@/lib/strategies'
import type { CookieWrite, IssuedTokens, NotSignedIn, Presented, Tokens } from './contract'
import { notSignedIn } from './parts/auth-state'
import { presentedCookie, refreshCookie, refreshCookiePath } from './parts/cookie'
import { secondsUntil } from './parts/lifetimes'
import { findRefreshToken } from './parts/refresh-token'
import { verifySession } from './read'
import { type NotRefreshed, refresh } from './refresh'
import type { RequestContext } from './request-context'
import { revokeToken } from './sign-out'
import { signInForTokens } from './start-session'
import { tokenStrategies } from './strategies'

/**
 * Tokens for the scripts of a page of this app: scripts get the access token; the refresh token is in a cookie that
 * they cannot read. Because the cookie decides, callers must have checked the origin of the request.
 */

type ForBrowser = { ok: true; tokens: Tokens; cookies: CookieWrite[] }

const cookie = (value: string, maxAgeSeconds: number): CookieWrite => ({
  name: refreshCookie(),
  value,
  maxAgeSeconds,
  path: refreshCookiePath,
})
const forget = () => [cookie('', 0)]

/** The refresh token in the cookie; null if there is none, or an Authorization header, which alone decides. */
function cookieToken(presented: Presented): string | null {
  if (presented.authorization !== null) return null
  const found = presentedCookie(presented, refreshCookie())
  return found.ok ? found.value : null
}

function divided({ state, tokens }: IssuedTokens, now: Date): ForBrowser {
  const { refresh_token, ...forScripts } = tokens
  const seconds = secondsUntil(new Date(state.absoluteExpiresAt), now)
  return { ok: true, tokens: forScripts, cookies: refresh_token ? [cookie(refresh_token, seconds)] : [] }
}

/** As `signInForTokens`. Ends the family that this browser's cookie named before, in the same transaction. */
export async function signInForBrowser(
  credentials: Parameters<typeof signInForTokens>[0],
  ctx: RequestContext,
) {
  const before = cookieToken(ctx.presented)
  const found = before === null ? null : await findRefreshToken(before)
  const replaces = found ? [found.row.sessionId] : []
  const result = await signInForTokens(credentials, ctx, replaces)
  return result.ok ? divided(result, ctx.now) : result
}

/**
 * As `refresh`. A cookie that is good for nothing is to be cleared; not where the proof was at fault, which the client can
 * make again. @throws database errors: then it is not
 */
export async function refreshByCookie(
  ctx: RequestContext,
): Promise<ForBrowser | (NotRefreshed & { cookies: CookieWrite[] })> {
  const token = cookieToken(ctx.presented)
  if (token === null) return { ok: false, code: 'invalid_grant', cookies: [] }
  const result = await refresh(token, ctx)
  if (result.ok) return divided(result, ctx.now)
  return { ...result, cookies: result.code === 'invalid_grant' ? forget() : [] }
}

/** Ends the family of the cookie. @throws database errors: then nothing was ended, and nothing may be cleared */
export async function signOutOfBrowser(ctx: RequestContext): Promise<CookieWrite[]> {
  const token = cookieToken(ctx.presented)
  if (token === null) return []
  await revokeToken(token, ctx)
  return forget()
}

/**
 * An access token for the scripts of a page, bound to the session of its cookie: whatever ends that ends it. It
 * cannot be refreshed, and does not outlive the session.
 * @throws database errors
 */
export async function pageToken(ctx: RequestContext): Promise<IssuedTokens | NotSignedIn> {
  if (ctx.presented.authorization !== null) return notSignedIn('malformed')
  const verified = await verifySession(ctx)
  if (!verified.ok) return verified
  const session = { ...verified.session, keyThumbprint: undefined } // of the browser: no page signs with it
  return tokenStrategies[pageTokenStrategy].issueTokens(session, ctx.now)
}
