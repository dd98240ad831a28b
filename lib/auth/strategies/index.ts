import 'server-only'
import type { CookieStrategy, CookieStrategyId, TokenStrategy, TokenStrategyId } from '../contract'
import { bearer } from './bearer'
import { database } from './database'
import { hybrid } from './hybrid'
import { jwt } from './jwt'

/** The registry: a strategy is one folder and one line. */
export const cookieStrategies = { database, jwt } satisfies Record<CookieStrategyId, CookieStrategy>
export const tokenStrategies = { bearer, hybrid } satisfies Record<TokenStrategyId, TokenStrategy>
export const strategies = { ...cookieStrategies, ...tokenStrategies }
