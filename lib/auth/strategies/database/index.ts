import 'server-only'
import type { CookieStrategy } from '../../contract'
import { lifetimes } from '../../parts/lifetimes'
import { adopt } from './adopt'
import { forget } from './cookie'
import { extend } from './extend'
import { issue } from './issue'
import { confirm, read, sessionIdOf } from './read'

/** The client holds an opaque random id; the server looks up its digest at each request. */
export const database: CookieStrategy = {
  id: 'database',
  claims: {
    holds: 'An opaque random id',
    carriedBy: 'An HttpOnly cookie',
    lookedUp: 'At every request',
    endsAtOnce: true,
    credentialSeconds: () => lifetimes().idleSeconds,
    idleSeconds: () => lifetimes().idleSeconds,
  },
  read,
  confirm,
  issue,
  adopt,
  extend,
  sessionIdOf,
  forget,
}
