import { json } from '@/lib/auth/http/answer'
import { forgotPassword } from '@/lib/auth/http/forgot-password'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/password/forgot', {
  POST: async ({ body, ctx }) => {
    const result = await forgotPassword(body, ctx)
    return result.ok ? json({ status: 'accepted' }, 202) : result
  },
})
