import { changePassword, verifySession } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/password', {
  POST: async ({ body, ctx }) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    const result = await changePassword(verified.session, body, ctx)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    await writeCookies(result.cookies)
    return noContent()
  },
})
