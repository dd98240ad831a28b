import { json } from '@/lib/auth/http/answer'
import { labRoute, readPathHere } from '@/lib/lab/http'
import { labEndpoints } from '@/lib/lab/lab-endpoints'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = labRoute(labEndpoints['/api/read-paths'], {
  GET: async ({ ctx }) => json(await readPathHere(ctx)),
})
