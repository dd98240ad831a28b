import { json } from '@/lib/auth/http/answer'
import { labIsOn } from '@/lib/auth/http/lab'
import { route } from '@/lib/auth/http/route'
import { listOutbox } from '@/lib/mail'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/outbox', {
  GET: async ({ query }) => (labIsOn() ? json(await listOutbox(query.to)) : { code: 'not_found' }),
})
