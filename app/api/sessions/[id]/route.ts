import { chosenStrategy, cookieStrategies, endSession } from '@/lib/auth'
import { noContent } from '@/lib/auth/http/answer'
import { confirmed } from '@/lib/auth/http/confirm'
import { route } from '@/lib/auth/http/route'
import { writeCookies } from '@/lib/auth/http/write-cookies'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/{id}', {
  DELETE: async ({ params, query, asking, now }) => {
    const strategy = query.strategy ?? chosenStrategy(asking.presented)
    const session = await confirmed(asking, now, strategy)
    if ('code' in session) return session
    const ended = await endSession(session, params.id ?? '', asking.visitor.device, now)
    if (!ended) return { code: 'not_found' }
    const isOfCookie = asking.presented.authorization === null
    if (isOfCookie && params.id === session.sessionId) await writeCookies(cookieStrategies[strategy].forget())
    return noContent()
  },
})
