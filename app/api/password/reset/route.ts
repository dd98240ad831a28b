import { resetPassword } from '@/lib/accounts'
import { rememberDevice } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/password/reset', {
  POST: async ({ body, ctx }) => {
    const result = await resetPassword(body, ctx.visitor, ctx.now)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    await writeCookies([rememberDevice(result.person, ctx)])
    return noContent()
  },
})
