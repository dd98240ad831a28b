import { chosenStrategy, cookieStrategies, endSession } from '@/lib/auth'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { verifySession } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/{id}', {
  DELETE: async ({ params, query, ctx, now }) => {
    const strategy = query.strategy ?? chosenStrategy(ctx.presented)
    const session = await verifySession(ctx, now, strategy)
    if ('code' in session) return session
    const ended = await endSession(session, params.id ?? '', ctx.visitor.device, now)
    if (!ended) return { code: 'not_found' }
    const isOfCookie = ctx.presented.authorization === null
    if (isOfCookie && params.id === session.sessionId)
      await writeCookies(cookieStrategies[strategy].clearCookies())
    return noContent()
  },
})
