import 'server-only'
import type { Strategy } from '../../contract'
import { forget } from './cookie'
import { extend } from './extend'
import { issue } from './issue'
import { confirm, read, sessionIdOf } from './read'

/** The client holds an opaque random id; the server looks up its digest at each request. */
export const database: Strategy = {
  id: 'database',
  endsAtOnce: true,
  read,
  confirm,
  issue,
  extend,
  sessionIdOf,
  forget,
}
