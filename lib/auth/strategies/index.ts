import 'server-only'
import type { Strategy, StrategyId } from '../contract'
import { database } from './database'
import { jwt } from './jwt'

/** The registry: a strategy is one folder and one line. */
export const strategies = { database, jwt } satisfies Partial<Record<StrategyId, Strategy>>
