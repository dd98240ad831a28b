import 'server-only'
import type { CookieStrategyId } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { startSession } from '../sign-in'
import { callContext } from './call-context'

/**
 * Makes the session of whoever has just proved who they are, by a password or through a provider, and keeps its
 * cookies for the answer. @returns the credential, for Auth.js to write where it likes: ours replaces it
 */
export async function startedSessionCredential(strategy: CookieStrategyId): Promise<string> {
  const current = callContext()
  if (!current.provenPerson) throw new Error('nobody has proved who they are')
  const { person, provider, upstream } = current.provenPerson
  const issued = await startSession(person, provider, strategy, current.ctx, current.now, upstream)
  current.cookies = issued.cookies
  return issued.cookies.find(({ name, value }) => name === sessionCookie(strategy) && value)!.value
}
