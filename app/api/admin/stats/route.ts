import { countUsers } from '@/lib/accounts'
import { countSessions, withStrategy } from '@/lib/auth'
import { json, stateAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { timed } from '@/lib/auth/http/response-headers'
import { readState } from '@/lib/auth/http/page-state'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/stats', {
  GET: async ({ query, ctx }) => {
    const { result: state, serverTiming } = await timed('auth', () =>
      readState(withStrategy(ctx, query.strategy)),
    )
    if (state.status !== 'authenticated') return stateAnswer(state, ctx.presented, serverTiming)
    if (state.user.role !== 'admin') return { ok: false, code: 'forbidden', headers: serverTiming }
    const [users, counts] = await Promise.all([countUsers(), countSessions(ctx.now)])
    return json({ users, ...counts }, 200, serverTiming)
  },
})
