import 'server-only'
import type { ProvenIdentity } from '@/lib/accounts'
import { openSealedValue, sealValue } from '@/lib/crypto'
import type { CookieWrite, Presented } from './contract'
import { pendingIdentityCookie } from './parts/cookie'
import { after } from './parts/lifetimes'
import { presentedCookie } from './parts/presented-cookie'

/** An identity that was proven in this browser and belongs to nobody here yet: it waits for its person to say so. */

const purpose = 'pending identity'
export const pendingIdentitySeconds = 10 * 60

type Pending = { identity: ProvenIdentity; until: number }

export function keepPendingIdentity(identity: ProvenIdentity, now: Date): CookieWrite {
  const pending: Pending = { identity, until: after(now, pendingIdentitySeconds).getTime() }
  const value = sealValue(JSON.stringify(pending), purpose)
  return { name: pendingIdentityCookie(), value, maxAgeSeconds: pendingIdentitySeconds }
}

/** Good for ten minutes, in this browser. It connects nothing by being there. */
export function pendingIdentityOf(presented: Presented, now: Date): ProvenIdentity | null {
  const cookie = presentedCookie(presented, pendingIdentityCookie())
  const text = 'value' in cookie ? openSealedValue(cookie.value, purpose) : null
  if (text === null) return null
  const { identity, until } = JSON.parse(text) as Pending // only what this app sealed opens
  return until > now.getTime() ? identity : null
}

export const forgetPendingIdentity = (): CookieWrite => ({
  name: pendingIdentityCookie(),
  value: '',
  maxAgeSeconds: 0,
})
