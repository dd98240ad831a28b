import 'server-only'
import type { CookieStrategyId } from '../contract'
import { sessionCookie } from '../parts/cookie'
import { establish } from '../sign-in'
import { scope } from './scope'

/**
 * Makes the session of whoever has just proved who they are, by a password or through a provider, and keeps its
 * cookies for the answer. @returns the credential, for Auth.js to write where it likes: ours replaces it
 */
export async function establishedCredential(strategy: CookieStrategyId): Promise<string> {
  const current = scope()
  if (!current.proof) throw new Error('nobody has proved who they are')
  const { person, provider, origin } = current.proof
  const issued = await establish(person, provider, strategy, current.asking, current.now, origin)
  current.cookies = issued.cookies
  return issued.cookies.find(({ name, value }) => name === sessionCookie(strategy) && value)!.value
}
