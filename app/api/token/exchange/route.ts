import { exchangeToken } from '@/lib/auth'
import { tokenAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { tokenExchange } from '@/lib/forms/tokens'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/exchange', {
  POST: async ({ body, asking, now }) => {
    if (body.grant_type !== tokenExchange) return { code: 'unsupported_grant_type' }
    const result = await exchangeToken(body, asking, now)
    if (!result.ok) return result
    return tokenAnswer({ ...result.tokens, issued_token_type: body.subject_token_type })
  },
})
