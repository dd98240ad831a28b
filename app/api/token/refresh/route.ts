import { refresh } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/refresh', {
  POST: async ({ body, asking, now }) => {
    const result = await refresh(body.refresh_token, asking, now)
    return result.ok ? tokenAnswer(result.tokens) : result
  },
})
