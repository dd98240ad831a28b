import { ofJwt } from '@/lib/better-auth'

export const GET = (request: Request) => ofJwt().handler(request)
export const POST = GET
