import { answer } from '@/lib/answer'
import { ofJwt } from '@/lib/authjs'

/** As documented for route handlers. */
export const GET = ofJwt.auth((request) => answer(request.auth?.user?.id))
