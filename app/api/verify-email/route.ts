import { verifyEmail } from '@/lib/accounts'
import { pendingIdentities } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { noContent } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/verify-email', {
  POST: async ({ body, ctx }) => {
    const proven = await pendingIdentities(ctx)
    const identities = proven.map(({ identity }) => identity)
    const result = await verifyEmail({ token: body.token, identities }, ctx.visitor, ctx.now)
    return result.ok ? noContent() : accountRefusal(result)
  },
})
