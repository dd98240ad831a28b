import { browserTransport, createClient } from '@/lib/client'

/** The API of this app, as its own pages call it. Cookies go by themselves where they belong, tokens as they are given. */
export const api = createClient(browserTransport)
