import 'server-only'
import { withStrategy, type CookieStrategyId } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { contextHere } from '@/lib/auth/http/identify'
import { routeOf } from '@/lib/auth/http/route'
import { optionalStrategyForm } from '@/lib/api-schema'
import { inspectCredential, type CredentialInspection } from '../inspection/inspect-credential'

/** `{strategy?}` names the cookie to look at; an Authorization header decides alone. Answers a CredentialInspection. */
export const inspectionRoutes = routeOf(
  { POST: { origin: 'own', body: optionalStrategyForm } },
  {
    POST: async ({ body, ctx }) =>
      json(await inspectCredential(withStrategy(ctx, body.strategy ?? 'database'))),
  },
)

/** The same for the cookies of this render. */
export async function inspectHere(strategy: CookieStrategyId): Promise<CredentialInspection> {
  const { presented, now } = await contextHere()
  return inspectCredential({ presented: { ...presented, authorization: null }, strategy, now })
}
