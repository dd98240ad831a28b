import 'server-only'
import { env } from '@/lib/env'
import { isLoopbackUrl } from '@/lib/loopback'

/**
 * Where a state-changing request came from, by what a browser cannot be made to forge.
 * `own` needs a positive sign; any sign of another site is `foreign`, whatever the other header says.
 * @see OWASP ASVS 5.0 3.5.1, Fetch Metadata
 */
export function requestOrigin(headers: Headers): 'own' | 'foreign' | 'unsaid' {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if ((origin !== null && origin !== env().AUTH_URL) || (site !== null && site !== 'same-origin'))
    return 'foreign'
  return origin === null && site === null ? 'unsaid' : 'own'
}

/** Where the app says that it is: from any other origin it obeys no change. `isLocal`: only a browser beside it gets there. */
export type AppAddress = { origin: string; isLocal: boolean }

/** The address that AUTH_URL names, whatever the request came in by. */
export const appAddress = (): AppAddress => ({
  origin: env().AUTH_URL,
  isLocal: isLoopbackUrl(env().AUTH_URL),
})
