import 'server-only'
import { after } from 'next/server'
import { setTimeout as passed } from 'node:timers/promises'
import { forgotPasswordFloorMs, requestPasswordReset } from '@/lib/accounts'
import type { RequestContext } from '../request-context'
import { type Refusal, accountRefusal } from './refusal'

/**
 * Asks for a reset mail, and answers no sooner than a fixed time: neither the look-up nor the mail shows in it.
 * The mail goes out behind the answer where it takes longer.
 */
export async function forgotPassword(
  form: { email: string },
  { visitor, now }: RequestContext,
): Promise<{ ok: true } | Refusal> {
  const [result] = await Promise.all([
    requestPasswordReset(form, visitor, now),
    passed(forgotPasswordFloorMs),
  ])
  if (!result.ok) return accountRefusal(result)
  after(result.delivered)
  return { ok: true }
}
