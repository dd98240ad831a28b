import 'server-only'
import { env } from '@/lib/env'

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
