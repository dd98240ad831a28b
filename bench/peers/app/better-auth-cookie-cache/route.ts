import { answer } from '@/lib/answer'
import { ofCookieCache } from '@/lib/better-auth'

/** As documented for route handlers. */
export async function GET({ headers }: Request) {
  const session = await ofCookieCache().api.getSession({ headers })
  return answer(session?.user.id)
}
