import { withStrategy } from '@/lib/auth'
import { stateAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { timed } from '@/lib/auth/http/response-headers'
import { readState } from '@/lib/auth/http/page-state'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/me', {
  GET: async ({ query, ctx }) => {
    const { result: state, serverTiming } = await timed('auth', () =>
      readState(withStrategy(ctx, query.strategy)),
    )
    return stateAnswer(state, ctx.presented, serverTiming)
  },
})
