import 'server-only'
import { cookies, scripted, selfContained, tokens, type Veto } from './rule'

/**
 * What no weight outbids. Each forbids those strategies of which its experiment showed something, and a test holds it to
 * the committed run. Not every strategy may be forbidden at once: another test tries all combinations.
 */
export const vetoes: readonly Veto[] = [
  {
    when: { revocation: ['at-once'] },
    vetoes: selfContained,
    because: 'You want a revoked session refused at its next request, so each request has to look.',
    evidence: { experiment: 'remote-revocation', clause: 'selfContained' },
  },
  {
    when: { caller: ['pages'] },
    vetoes: tokens,
    because: 'Your server renders the pages, and opening a page sends cookies and no Authorization header.',
    evidence: { experiment: 'cross-site-request', clause: 'cookieHeader' },
  },
  {
    when: { caller: scripted, origins: ['others'] },
    vetoes: cookies,
    because: 'Other sites and teams must check the credential, so it has to name a key that you publish.',
    evidence: { experiment: 'signing-key-rotation', clause: 'tokenValidation' },
  },
  {
    when: { caller: scripted, client: ['device'], provider: ['outside', 'both'] },
    vetoes: cookies,
    because:
      'The provider answers code on the device of the user, which must hold what it gets. No script holds an HttpOnly cookie.',
    evidence: { experiment: 'stolen-by-script', clause: 'clientTypes' },
  },
]
