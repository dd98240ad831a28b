import { json } from '@/lib/auth/http/answer'
import { route } from '@/lib/auth/http/route'
import { listOutbox } from '@/lib/mail'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route('/api/outbox', {
  GET: async ({ query }) => {
    const mails = await listOutbox(query.to)
    return json(mails.map(({ to, subject, text, links, sentAt }) => ({ to, subject, text, links, sentAt })))
  },
})
