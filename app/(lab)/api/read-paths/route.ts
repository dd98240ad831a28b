import { json } from '@/lib/auth/http/answer'
import { readPathHere } from '@/lib/lab/http'
import { routeOf } from '@/lib/auth/http/route'
import { labEndpoints } from '@/lib/lab/endpoints'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = routeOf(labEndpoints['/api/read-paths'], {
  GET: async () => json(await readPathHere()),
})
