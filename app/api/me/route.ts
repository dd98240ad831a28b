import { stateAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { readState } from '@/lib/auth/http/state'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/me', {
  GET: async ({ query, asking }) => stateAnswer(await readState(query.strategy), asking.presented),
})
