import { json } from '@/lib/auth/http/answer'
import { labEndpoints } from '@/lib/lab/lab-endpoints'
import { labRoute } from '@/lib/lab/http'
import { listOutbox } from '@/lib/mail'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = labRoute(labEndpoints['/api/outbox'], {
  GET: async ({ query }) => {
    const mails = await listOutbox(query.to)
    return json(mails.map(({ to, subject, text, links, sentAt }) => ({ to, subject, text, links, sentAt })))
  },
})
