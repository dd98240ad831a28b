import { answer } from '@/lib/answer'
import { ofDatabase } from '@/lib/authjs'

/** As documented for route handlers. */
export const GET = ofDatabase.auth((request) => answer(request.auth?.user?.id))
