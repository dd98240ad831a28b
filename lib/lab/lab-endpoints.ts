import { z } from 'zod'
import { mailFilter } from '@/lib/api-schema'
import { anonymousState, authenticatedState, instant, unavailableState } from '@/lib/api-schema/answers'
import type { Endpoints } from '@/lib/api-schema/api'

/** What one place of the app sees of a request, and whether it may write a cookie there. */
const readPath = z.strictObject({
  sees: z.union([authenticatedState, anonymousState, unavailableState]),
  writes: z.enum(['written', 'refused']),
})

const outbox = z.array(
  z.strictObject({
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    links: z.array(z.string()),
    sentAt: instant,
  }),
)

/** What the API has beside that of every app. The documents list it where the lab is on. */
export const labEndpoints = {
  '/api/read-paths': {
    GET: {
      summary: 'What a route handler sees, and whether it may write a cookie (lab only)',
      answers: { 200: readPath },
      refusals: [404],
    },
  },
  '/api/outbox': {
    GET: {
      summary: 'Mail that was sent while no SMTP server is configured (lab only)',
      query: z.object({ to: mailFilter.optional() }),
      answers: { 200: outbox },
      refusals: [404],
    },
  },
  '/api/outbox/{id}': {
    GET: {
      summary: 'One of these mails as it looks (lab only)',
      description: 'Its HTML, as it was written. No script runs in it, and it loads nothing.',
      mediaType: 'text/html',
      answers: { 200: z.string() },
      refusals: [404],
    },
  },
} as const satisfies Endpoints

/** The pages of the lab by their first segment: the folders of `app/(lab)` with a page in them, but for the guide. */
export const labPages = [
  'compare',
  'experiments',
  'glossary',
  'measure',
  'outbox',
  'read-paths',
  'spa',
  'tour',
  'wire',
]

/** Where the lab is, with all that is below: pages and API. With LAB=off these paths are closed. */
export const labRoutes = [...labPages.map((name) => `/${name}`), '/api/lab', '/api/outbox', '/api/read-paths']
