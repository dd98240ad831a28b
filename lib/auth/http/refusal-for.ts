import 'server-only'
import { Busy } from '@/lib/crypto'
import { isUnavailable } from '@/lib/db/unavailable'
import { logFailure } from '@/lib/log'
import { MailUnavailable } from '@/lib/mail'
import type { Refusal } from './problem'

/** The refusal that a thrown error stands for. Anything unknown is a bug: logged, and 500. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Busy) return { code: 'busy' }
  logFailure('request.failed', error)
  return { code: error instanceof MailUnavailable || isUnavailable(error) ? 'unavailable' : 'internal' }
}
