import { ofDatabase } from '@/lib/better-auth'

/** The endpoints of Better Auth. */
export const GET = (request: Request) => ofDatabase().handler(request)
export const POST = GET
