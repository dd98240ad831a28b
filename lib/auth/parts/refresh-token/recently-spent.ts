import 'server-only'
import { oncePerProcess } from '@/lib/once-per-process'

/** Refresh tokens that this process spent, by digest, and when it was done with each: `performance.now()`. */
const spentAt = oncePerProcess('spent-refresh-tokens', () => new Map<string, number>())
const rememberedMax = 1_000

export function markSpent(tokenHash: string) {
  const spent = spentAt()
  spent.set(tokenHash, performance.now())
  if (spent.size > rememberedMax) spent.delete(spent.keys().next().value!)
}

/** Was a request here already when the token was spent? Then it raced for it, and is no replay. */
export const arrivedBeforeSpent = (tokenHash: string, arrivedAt: number | undefined): boolean =>
  arrivedAt !== undefined && arrivedAt < (spentAt().get(tokenHash) ?? 0)
