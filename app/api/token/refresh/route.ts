import { refresh } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { grantTokens } from '@/lib/auth/http/token-grants'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/refresh', {
  POST: async ({ request, body, ctx, now }) => {
    if ('grant_type' in body) return grantTokens({ request, body, ctx, now })
    const result = await refresh(body.refresh_token, ctx, now)
    return result.ok ? tokenAnswer(result.tokens) : result
  },
})
