import 'server-only'
import { changePassword as changeStoredPassword, type Person } from '@/lib/accounts'
import { logFailure } from '@/lib/log'
import type { RequestContext } from './request-context'
import type { Session } from './contract'
import { startSession } from './start-session'
import { cookieStrategies } from './strategies'

type Passwords = { currentPassword: string; newPassword: string }

/**
 * Changes the password, which ends every session of the person, and replaces the one that asked by a new one. A client
 * with a token has just shown the new password: it signs in with that, there is no cookie to give it.
 */
export async function changePassword({ person }: Session, passwords: Passwords, ctx: RequestContext) {
  const changed = await changeStoredPassword(person.id, passwords, ctx.visitor, ctx.now)
  if (!changed.ok) return changed
  const isToken = ctx.presented.authorization !== null
  const cookies = isToken ? [] : await replacement(changed.person, ctx)
  return { ok: true as const, cookies }
}

/** The password has changed, whatever comes now: without a new session the person has to sign in again. */
async function replacement(person: Person, ctx: RequestContext) {
  try {
    return (await startSession(person, 'credentials', ctx.strategy, ctx)).cookies
  } catch (error) {
    logFailure('auth.change_password', error)
    return cookieStrategies[ctx.strategy].clearCookies()
  }
}
