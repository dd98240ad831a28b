import 'server-only'
import { env } from '@/lib/env'
import { hook } from '@/lib/hooks'

/** What every response carries, whatever answered it: a page, a redirect, a file, an error of the framework. */
export function everyResponse(): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Security-Policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
  }
  const { HSTS } = env()
  if (HSTS !== null) headers['Strict-Transport-Security'] = HSTS
  return headers
}

/** Origins that the scripts of a page at this path may connect to, beside the app's own. */
export const extraConnections = hook<(path: string) => string[]>('extra-connections', () => [])

/** The policy of a page: only scripts with the nonce of this very response run. */
export function pagePolicy(nonce: string, path: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...extraConnections.get()(path)].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'", // also what leads to a provider: see `onwardPage`
    "frame-ancestors 'none'",
  ].join('; ')
}
