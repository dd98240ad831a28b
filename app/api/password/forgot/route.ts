import { requestPasswordReset } from '@/lib/accounts'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { json } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/password/forgot', {
  POST: async ({ body, asking, now }) => {
    const result = await requestPasswordReset(body, asking.visitor, now)
    return result.ok ? json({ status: 'accepted' }, 202) : accountRefusal(result)
  },
})
