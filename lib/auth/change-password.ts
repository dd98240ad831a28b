import 'server-only'
import { changePassword as changeStoredPassword } from '@/lib/accounts'
import type { Asking } from './asking'
import type { Confirmed, CookieStrategyId } from './contract'
import { establish } from './sign-in'

type Passwords = { currentPassword: string; newPassword: string }

/** Changes the password, which ends every session of the person, and replaces the one that asked by a new one. */
export async function changePassword(
  { person }: Confirmed,
  strategy: CookieStrategyId,
  passwords: Passwords,
  asking: Asking,
  now: Date,
) {
  const changed = await changeStoredPassword(person.id, passwords, asking.visitor, now)
  if (!changed.ok) return changed
  const issued = await establish(changed.person, 'credentials', strategy, asking, now)
  return { ok: true as const, ...issued }
}
