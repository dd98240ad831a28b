import { route } from '@/lib/auth/http/route'
import { grantTokens } from '@/lib/auth/http/token-grants'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/token/exchange', {
  POST: grantTokens,
})
