import { enableUser } from '@/lib/accounts'
import { noContent } from '@/lib/auth/http/answer'
import { verifyAdmin } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/enable', {
  POST: async ({ params, ctx }) => {
    const admin = await verifyAdmin(ctx)
    if (!admin.ok) return admin
    const result = await enableUser(params.id ?? '', ctx.now)
    return result.ok ? noContent() : result
  },
})
