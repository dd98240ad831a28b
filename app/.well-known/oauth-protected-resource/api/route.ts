import { metadataMaxAgeSeconds, protectedResourceMetadata } from '@/lib/auth'
import { publicJson } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/.well-known/oauth-protected-resource/api',
  {
    GET: async () => publicJson(protectedResourceMetadata(), metadataMaxAgeSeconds),
  },
)
