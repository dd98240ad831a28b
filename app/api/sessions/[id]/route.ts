import { cookieStrategies, endSession, withStrategy, verifySession } from '@/lib/auth'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/{id}', {
  DELETE: async ({ params, query, ctx: sent }) => {
    const ctx = withStrategy(sent, query.strategy)
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    const ended = await endSession(verified.session, params.id ?? '', ctx.visitor.device, ctx.now)
    if (!ended) return { ok: false, code: 'not_found' }
    const isOfCookie = ctx.presented.authorization === null
    if (isOfCookie && params.id === verified.session.id)
      await writeCookies(cookieStrategies[ctx.strategy].clearCookies())
    return noContent()
  },
})
