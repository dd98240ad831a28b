import { listSessions, withStrategy, verifySession } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { timed } from '@/lib/auth/http/response-headers'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions', {
  GET: async ({ query, ctx }) => {
    const { result: verified, serverTiming } = await timed('auth', () =>
      verifySession(withStrategy(ctx, query.strategy)),
    )
    if (!verified.ok) return { ...verified, headers: serverTiming }
    return json({ sessions: await listSessions(verified.session, ctx.now) }, 200, serverTiming)
  },
})
