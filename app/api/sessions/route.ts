import { listSessions } from '@/lib/auth'
import { json } from '@/lib/auth/http/answer'
import { confirmed } from '@/lib/auth/http/confirm'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sessions', {
  GET: async ({ asking, now }) => {
    const session = await confirmed(asking, now)
    return 'code' in session ? session : json({ sessions: await listSessions(session, now) })
  },
})
