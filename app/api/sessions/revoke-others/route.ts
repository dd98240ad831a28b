import { endOtherSessions, verifySession } from '@/lib/auth'
import { noContent } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/revoke-others', {
  POST: async ({ ctx }) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    await endOtherSessions(verified.session, ctx.visitor.device, ctx.now)
    return noContent()
  },
})
