import 'server-only'
import type { ClientMetadata } from 'oidc-provider'
import { styleHash } from './pages/page'

/** Browsers check `form-action` at each redirect that follows, too: answers go to the registered clients. */
function answerOrigins(clients: readonly ClientMetadata[]): string[] {
  const origins = clients.flatMap(({ application_type, redirect_uris, post_logout_redirect_uris }) =>
    [...(redirect_uris ?? []), ...(post_logout_redirect_uris ?? [])].map((uri) =>
      application_type === 'native' ? `${new URL(uri).origin}:*` : new URL(uri).origin,
    ),
  )
  return [...new Set(origins)]
}

/** Only our style, no script, and forms to us alone. */
const contentSecurityPolicy = (clients: readonly ClientMetadata[]) =>
  [
    `default-src 'none'`,
    `style-src '${styleHash}'`,
    `img-src data:`,
    `form-action 'self' ${answerOrigins(clients).join(' ')}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')

type Context = { set: (headers: Record<string, string>) => void }

/** On every answer, before anything else can fail. */
export function securityHeaders(clients: readonly ClientMetadata[]) {
  const headers = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(clients),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  }
  return async (ctx: Context, next: () => Promise<void>) => {
    ctx.set(headers)
    await next()
  }
}
