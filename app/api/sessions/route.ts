import { listSessions, withStrategy } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { verifySession } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'
import { timed } from '@/lib/auth/http/server-timing'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions', {
  GET: async ({ query, ctx }) => {
    const { result: session, serverTiming } = await timed('auth', () =>
      verifySession(withStrategy(ctx, query.strategy)),
    )
    if ('code' in session) return { ...session, headers: serverTiming }
    return json({ sessions: await listSessions(session, ctx.now) }, 200, serverTiming)
  },
})
