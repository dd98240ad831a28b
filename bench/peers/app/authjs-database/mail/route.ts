import { sentLinks } from '@/lib/authjs'

/** The link of the last mail to an address. */
export const GET = (request: Request) =>
  Response.json({ link: sentLinks.get(new URL(request.url).searchParams.get('to') ?? '') ?? null })
