import { pageToken } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/page', {
  POST: async ({ ctx }) => {
    const issued = await pageToken(ctx)
    return issued.ok ? tokenAnswer(issued.tokens) : issued
  },
})
