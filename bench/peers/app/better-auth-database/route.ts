import { answer } from '@/lib/answer'
import { ofDatabase } from '@/lib/better-auth'

/** As documented for route handlers. */
export async function GET({ headers }: Request) {
  const session = await ofDatabase().api.getSession({ headers })
  return answer(session?.user.id)
}
