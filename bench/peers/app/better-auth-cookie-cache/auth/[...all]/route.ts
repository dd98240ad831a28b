import { ofCookieCache } from '@/lib/better-auth'

/** The endpoints of Better Auth. */
export const GET = (request: Request) => ofCookieCache().handler(request)
export const POST = GET
