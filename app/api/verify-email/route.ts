import { verifyEmail } from '@/lib/accounts'
import { pendingIdentityOf } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { noContent } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/verify-email', {
  POST: async ({ body, asking, now }) => {
    const result = await verifyEmail(
      { ...body, identity: pendingIdentityOf(asking.presented, now) },
      asking.visitor,
      now,
    )
    return result.ok ? noContent() : accountRefusal(result)
  },
})
