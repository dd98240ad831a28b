import 'server-only'
import type { Strategy } from '../../contract'
import { forget } from './cookie'
import { extend } from './extend'
import { issue } from './issue'
import { confirm, read, sessionIdOf } from './read'

/** The client holds an encrypted JWT; the server looks at its own state only when the JWT is renewed. */
export const jwt: Strategy = {
  id: 'jwt',
  endsAtOnce: false,
  read,
  confirm,
  issue,
  extend,
  sessionIdOf,
  forget,
}
