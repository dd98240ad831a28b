import { publicKeys } from '@/lib/auth'
import { publicJson } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/.well-known/jwks.json', {
  GET: async ({ ctx }) => {
    const { keys, maxAgeSeconds } = await publicKeys(ctx.now)
    return publicJson({ keys }, maxAgeSeconds)
  },
})
