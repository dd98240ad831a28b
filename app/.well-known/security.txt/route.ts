import { routeOf } from '@/lib/auth/http/route'
import { securityTxt } from '@/lib/auth/http/security-txt'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(
  { GET: {} },
  {
    GET: async ({ ctx }) => {
      const headers = {
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'public, max-age=86400',
      }
      return new Response(securityTxt(ctx.now), { headers })
    },
  },
)
