import { answer } from '@/lib/answer'
import { ofBearer } from '@/lib/better-auth'

/** As documented for route handlers. */
export async function GET({ headers }: Request) {
  const session = await ofBearer().api.getSession({ headers })
  return answer(session?.user.id)
}
