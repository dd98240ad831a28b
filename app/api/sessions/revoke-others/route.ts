import { endOtherSessions } from '@/lib/auth'
import { noContent } from '@/lib/auth/http/answer'
import { verifySession } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/revoke-others', {
  POST: async ({ ctx }) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    await endOtherSessions(session, ctx.visitor.device, ctx.now)
    return noContent()
  },
})
