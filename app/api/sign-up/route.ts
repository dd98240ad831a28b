import { signUp } from '@/lib/accounts'
import { json } from '@/lib/auth/http/answer'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/sign-up', {
  POST: async ({ body, ctx }) => {
    const result = await signUp(body, ctx.visitor, ctx.now)
    return result.ok ? json({ status: 'verification_sent' }, 202) : accountRefusal(result, 'password')
  },
})
