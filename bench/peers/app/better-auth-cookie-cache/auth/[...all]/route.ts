import { ofCookieCache } from '@/lib/better-auth'

export const GET = (request: Request) => ofCookieCache().handler(request)
export const POST = GET
