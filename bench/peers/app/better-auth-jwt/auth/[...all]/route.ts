import { ofJwt } from '@/lib/better-auth'

/** The endpoints of Better Auth. */
export const GET = (request: Request) => ofJwt().handler(request)
export const POST = GET
