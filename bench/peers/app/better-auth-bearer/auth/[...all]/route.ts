import { ofBearer } from '@/lib/better-auth'

export const GET = (request: Request) => ofBearer().handler(request)
export const POST = GET
