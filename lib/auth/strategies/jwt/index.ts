import 'server-only'
import type { CookieStrategy } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { takeOver } from './adopt'
import { clearCookies } from './cookie'
import { renew } from './extend'
import { start } from './issue'
import { verify, read, sessionIdOf } from './read'

/** The client holds an encrypted JWT; the server looks at its own state only when the JWT is renewed. */
export const jwt: CookieStrategy = {
  id: 'jwt',
  traits: {
    holds: 'An encrypted JWT',
    carriedBy: 'An HttpOnly cookie',
    lookedUp: 'At each renewal, not between',
    endsAtOnce: false,
    credentialSeconds: () => lifetimes().jwtSeconds,
    idleSeconds: () => lifetimes().jwtSeconds,
  },
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
