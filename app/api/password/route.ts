import { changePassword } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { noContent, writeCookies } from '@/lib/auth/http/answer'
import { verifySession } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/password', {
  POST: async ({ body, ctx }) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const result = await changePassword(session, body, ctx)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    await writeCookies(result.cookies)
    return noContent()
  },
})
