import { refresh } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { grantTokens } from '@/lib/auth/http/token-grants'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/refresh', {
  POST: async ({ body, ctx }) => {
    if ('grant_type' in body) return grantTokens({ body, ctx })
    const result = await refresh(body.refresh_token, ctx)
    return result.ok ? tokenAnswer(result.tokens) : result
  },
})
