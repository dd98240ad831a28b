import { strategyRegistry, verifySession, type CookieWrite, type NewSession } from '@/lib/auth'
import { identifyCall } from '@/lib/auth/http/identify'
import type { StrategyId } from '@/lib/strategies'

/** Further sessions of the person who asks, started as every session is. @returns the headers of a request of each */
export async function POST(request: Request) {
  const { strategy, count } = (await request.json()) as { strategy: StrategyId; count: number }
  const ctx = identifyCall(request)
  const verified = await verifySession(ctx)
  if (!verified.ok) return Response.json({ id: null }, { status: 401 })
  const { person, provider, authenticatedAt, absoluteExpiresAt } = verified.session
  const session: NewSession = {
    person,
    provider,
    upstream: null,
    device: 'many',
    authenticatedAt,
    absoluteExpiresAt,
    replaces: [],
    scope: 'api',
  }
  const start = async () => {
    const issued = await strategyRegistry[strategy].start(session, ctx.now)
    return 'tokens' in issued ? ofToken(issued.tokens.access_token) : ofCookies(strategy, issued.cookies)
  }
  const made: Record<string, string>[] = []
  while (made.length < count) made.push(...(await Promise.all(Array.from({ length: 10 }, start))))
  return Response.json(made.slice(0, count))
}

const ofToken = (token: string) => ({ authorization: `Bearer ${token}` })
const ofCookies = (strategy: StrategyId, [cookie]: CookieWrite[]) => ({
  cookie: `strategy=${strategy}; ${cookie?.name}=${cookie?.value}`,
})
