import { cookieStrategies, endSession, withStrategy } from '@/lib/auth'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { verifySession } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/{id}', {
  DELETE: async ({ params, query, ctx: sent }) => {
    const ctx = withStrategy(sent, query.strategy)
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const ended = await endSession(session, params.id ?? '', ctx.visitor.device, ctx.now)
    if (!ended) return { code: 'not_found' }
    const isOfCookie = ctx.presented.authorization === null
    if (isOfCookie && params.id === session.sessionId)
      await writeCookies(cookieStrategies[ctx.strategy].clearCookies())
    return noContent()
  },
})
