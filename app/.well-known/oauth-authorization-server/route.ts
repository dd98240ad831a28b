import { authorizationServerMetadata, metadataMaxAgeSeconds } from '@/lib/auth'
import { publicJson } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/.well-known/oauth-authorization-server',
  {
    GET: async ({ ctx }) => publicJson(await authorizationServerMetadata(ctx.now), metadataMaxAgeSeconds),
  },
)
