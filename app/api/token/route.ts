import { signInForTokens } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { grantTokens } from '@/lib/auth/http/token-grants'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token', {
  POST: async ({ request, body, asking, now }) => {
    if ('grant_type' in body) return grantTokens({ request, body, asking, now })
    const result = await signInForTokens(body, asking, now)
    return result.ok ? tokenAnswer(result.tokens) : result
  },
})
