import 'server-only'
import type { CookieStrategy, CookieStrategyId, TokenStrategy, TokenStrategyId } from '../contract'
import { bearer } from './bearer'
import { database } from './database'
import { dbsc } from './dbsc'
import { dpop } from './dpop'
import { hybrid } from './hybrid'
import { jwt } from './jwt'

/** The registry: a strategy is one folder and one line. */
export const cookieStrategies: Record<CookieStrategyId, CookieStrategy> = { database, jwt, dbsc }
export const tokenStrategies: Record<TokenStrategyId, TokenStrategy> = { bearer, hybrid, dpop }
export const strategyRegistry = { ...cookieStrategies, ...tokenStrategies }
