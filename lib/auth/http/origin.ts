import 'server-only'
import { env } from '@/lib/env'
import { isLoopbackUrl } from '@/lib/loopback'

/**
 * Where a state-changing request came from, by two headers that a page cannot set: Origin and Sec-Fetch-Site.
 * `foreign`: one of them names another site. `own`: none does, and at least one names this app. `unsaid`: both are
 * missing.
 * @see OWASP ASVS 5.0 3.5.1, Fetch Metadata
 */
export function requestOrigin(headers: Headers): 'own' | 'foreign' | 'unsaid' {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if ((origin !== null && origin !== env().AUTH_URL) || (site !== null && site !== 'same-origin'))
    return 'foreign'
  return origin === null && site === null ? 'unsaid' : 'own'
}

/** The origin of the app: changes from any other origin are refused. `isLocal`: only this machine can reach it. */
export type AppAddress = { origin: string; isLocal: boolean }

/** The address in AUTH_URL. The Host header of the request is not looked at. */
export const appAddress = (): AppAddress => ({
  origin: env().AUTH_URL,
  isLocal: isLoopbackUrl(env().AUTH_URL),
})
