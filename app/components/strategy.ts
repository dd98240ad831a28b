import type { CookieStrategyId, StrategyId } from '@/lib/auth/contract'

/** How a strategy is called, everywhere. Its colour and glyph go by its id. */
export const strategyNames = {
  database: 'Database session',
  jwt: 'JWT',
  bearer: 'Bearer token',
  hybrid: 'Hybrid',
} as const satisfies Record<StrategyId, string>

/** What a person is told when choosing. */
export const strategyHints = {
  database: 'The server looks you up at every request.',
  jwt: 'Your browser carries the proof, renewed every few minutes.',
} as const satisfies Record<CookieStrategyId, string>

/** The two that the toggle chooses between, left and right of every mirror. */
export const cookieStrategies = ['database', 'jwt'] as const satisfies readonly CookieStrategyId[]
