import { revokeToken } from '@/lib/auth'
import { done } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/revoke', {
  POST: async ({ body, ctx }) => {
    await revokeToken(body.token, ctx)
    return done()
  },
})
