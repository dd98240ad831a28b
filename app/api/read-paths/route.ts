import { json } from '@/lib/auth/http/answer'
import { readPathHere } from '@/lib/auth/http/read-path'
import { route } from '@/lib/auth/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/read-paths', {
  GET: async () => json(await readPathHere()),
})
