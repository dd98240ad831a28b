import { setRole } from '@/lib/accounts'
import { noContent } from '@/lib/auth/http/answer'
import { verifyAdmin } from '@/lib/auth/http/page-state'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/users/{id}/role', {
  POST: async ({ body, params, ctx }) => {
    const admin = await verifyAdmin(ctx)
    if (!admin.ok) return admin
    const result = await setRole(params.id ?? '', body.role, ctx.now)
    return result.ok ? noContent() : result
  },
})
