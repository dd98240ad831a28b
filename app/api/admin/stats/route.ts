import { countUsers } from '@/lib/accounts'
import { countSessions } from '@/lib/auth'
import { json, stateAnswer } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { readState } from '@/lib/auth/http/state'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/admin/stats', {
  GET: async ({ asking, now }) => {
    const state = await readState()
    if (state.status !== 'authenticated') return stateAnswer(state, asking.presented)
    if (state.user.role !== 'admin') return { code: 'forbidden' }
    const [users, sessions] = await Promise.all([countUsers(), countSessions(now)])
    return json({ users, sessions, refreshFamilies: 0 })
  },
})
