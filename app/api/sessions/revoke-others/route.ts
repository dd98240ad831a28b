import { endOtherSessions } from '@/lib/auth'
import { noContent } from '@/lib/auth/http/answer'
import { confirmed } from '@/lib/auth/http/confirm'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions/revoke-others', {
  POST: async ({ asking, now }) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    await endOtherSessions(session, asking.visitor.device, now)
    return noContent()
  },
})
