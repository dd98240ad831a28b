import 'server-only'
import type { StrategyId } from '@/lib/auth/contract'
import type { ClauseId } from './evidence'
import type { Answers } from './questions'

/** A client of an OpenID Provider. PKCE is used by both: that is where we are stricter than is usual. */
export type Flow =
  | { client: 'confidential'; secret: true; pkce: true; name: 'Authorization Code Flow'; clause: ClauseId }
  | {
      client: 'public'
      secret: false
      pkce: true
      name: 'Authorization Code Flow with PKCE'
      clause: ClauseId
    }

const confidential: Flow = {
  ...{ client: 'confidential', secret: true, pkce: true },
  ...{ name: 'Authorization Code Flow', clause: 'pkce' },
}
const publicClient: Flow = {
  ...{ client: 'public', secret: false, pkce: true },
  ...{ name: 'Authorization Code Flow with PKCE', clause: 'nativeSecret' },
}

/** Where the code runs decides. As long as nobody said: who holds a token signs in for itself. */
export function flowFor(answers: Answers, strategy: StrategyId): Flow {
  if (answers.client === 'server') return confidential
  if (answers.client === 'device') return publicClient
  return strategy === 'database' || strategy === 'jwt' ? confidential : publicClient
}
