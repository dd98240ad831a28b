import 'server-only'

/** Refresh tokens that this process spent, by digest, and when it was done with each: `performance.now()`. */
const kept = globalThis as { __spentRefreshTokens?: Map<string, number> } // one a process, also where modules are bundled twice
const rememberedMax = 1_000

export function markSpent(tokenHash: string) {
  const spent = (kept.__spentRefreshTokens ??= new Map())
  spent.set(tokenHash, performance.now())
  if (spent.size > rememberedMax) spent.delete(spent.keys().next().value!)
}

/** Was a request here already when the token was spent? Then it raced for it, and is no replay. */
export const arrivedBeforeSpent = (tokenHash: string, arrivedAt: number | undefined): boolean =>
  arrivedAt !== undefined && arrivedAt < (kept.__spentRefreshTokens?.get(tokenHash) ?? 0)
