import { json } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { databaseAnswers } from '@/lib/auth/http/ready'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/readyz', {
  GET: async () => ((await databaseAnswers()) ? json({ status: 'ready' }) : { code: 'unavailable' }),
})
