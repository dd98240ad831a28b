import { ofDatabase } from '@/lib/better-auth'

export const GET = (request: Request) => ofDatabase().handler(request)
export const POST = GET
