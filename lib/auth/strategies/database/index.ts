import 'server-only'
import type { CookieStrategy } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { takeOver } from './adopt'
import { clearCookies } from './cookie'
import { renew } from './extend'
import { start } from './issue'
import { verify, read, sessionIdOf } from './read'

/** The client holds an opaque random id; the server looks up its digest at each request. */
export const database: CookieStrategy = {
  id: 'database',
  traits: {
    holds: 'An opaque random id',
    carriedBy: 'An HttpOnly cookie',
    lookedUp: 'At every request',
    endsAtOnce: true,
    credentialSeconds: () => lifetimes().idleSeconds,
    idleSeconds: () => lifetimes().idleSeconds,
  },
  read,
  verify,
  start,
  takeOver,
  renew,
  sessionIdOf,
  clearCookies,
}
