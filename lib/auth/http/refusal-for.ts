import 'server-only'
import { Busy } from '@/lib/crypto'
import { isUnavailable } from '@/lib/db/unavailable'
import { logEvent, logFailure } from '@/lib/log'
import { MailUnavailable } from '@/lib/mail'
import { ProviderFault } from '@/lib/oidc'
import type { Refusal } from './problem'

/** The refusal that a thrown error stands for. Anything unknown is a bug: logged, and 500. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Busy) return { code: 'busy' }
  if (error instanceof ProviderFault) {
    logEvent('oidc.unavailable', { reason: error.reason, result: 'refused' })
    return { code: 'provider_unavailable' }
  }
  logFailure('request.failed', error)
  return { code: error instanceof MailUnavailable || isUnavailable(error) ? 'unavailable' : 'internal' }
}

/** For a page that can say "not now". @throws the error itself, where it is a bug */
export function outage(error: unknown): Refusal {
  const refusal = refusalFor(error)
  if (refusal.code === 'internal') throw error
  return refusal
}
