import { pageToken } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/page', {
  POST: async ({ ctx, now }) => {
    const issued = await pageToken(ctx.presented, now)
    return 'status' in issued ? { code: 'not_authenticated' } : tokenAnswer(issued.tokens)
  },
})
