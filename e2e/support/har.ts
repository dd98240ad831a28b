import { z } from 'zod'

/** HTTP Archive 1.2, as far as it says what must be there. @see http://www.softwareishard.com/blog/har-12-spec/ */

const pair = z.object({ name: z.string(), value: z.string() })
const ms = z.number().min(0)

const common = {
  httpVersion: z.string(),
  cookies: z.array(pair),
  headers: z.array(pair),
  headersSize: z.number().int(),
  bodySize: z.number().int(),
}

const entry = z.object({
  startedDateTime: z.iso.datetime(),
  time: ms,
  request: z.object({
    ...common,
    method: z.string(),
    url: z.url(),
    queryString: z.array(pair),
    postData: z.object({ mimeType: z.string(), text: z.string() }).optional(),
  }),
  response: z.object({
    ...common,
    status: z.number().int(),
    statusText: z.string(),
    content: z.object({ size: z.number().int(), mimeType: z.string(), text: z.string() }),
    redirectURL: z.string(),
  }),
  cache: z.object({}),
  timings: z.object({ send: ms, wait: ms, receive: ms }),
})

export const harSchema = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.string(), version: z.string() }),
    entries: z.array(entry),
  }),
})
