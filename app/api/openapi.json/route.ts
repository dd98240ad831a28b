import { json } from '@/lib/auth/http/answer'
import { extraEndpoints, route } from '@/lib/auth/http/route'
import { openApiDocument } from '@/lib/api-schema/openapi'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/openapi.json', {
  GET: async () => json(openApiDocument(extraEndpoints.get())),
})
