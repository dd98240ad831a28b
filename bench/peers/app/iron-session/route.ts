import { getIronSession } from 'iron-session'
import { cookies } from 'next/headers'
import { answer } from '@/lib/answer'
import { personOf } from '@/lib/people'
import { secret } from '@/lib/settings'

const sessionHere = async () =>
  getIronSession<{ id?: string; email?: string; name?: string }>(await cookies(), {
    password: secret(),
    cookieName: 'iron',
    cookieOptions: { secure: false }, // http
  })

/** As documented for route handlers. */
export const GET = async () => answer((await sessionHere()).id)

/** Signs in with a password. */
export async function POST(request: Request) {
  const person = await personOf(await request.json())
  if (!person) return answer(null)
  const session = await sessionHere()
  Object.assign(session, person)
  await session.save()
  return answer(person.id)
}
