import { ofBearer } from '@/lib/better-auth'

/** The endpoints of Better Auth. */
export const GET = (request: Request) => ofBearer().handler(request)
export const POST = GET
