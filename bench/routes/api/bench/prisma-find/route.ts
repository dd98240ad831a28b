import { tokenHashOf } from '@/lib/auth/parts/opaque-token'
import { identifyCall } from '@/lib/auth/http/identify'
import { findSession } from '@/lib/auth/parts/session-row'

/** The look-up of a session as Prisma makes it, and nothing else: what `database` costs without the rest of it. */
export async function GET(request: Request) {
  const tokenHash = tokenHashOf(identifyCall(request).presented.cookies.get('session.database') ?? '')
  const row = tokenHash && (await findSession({ tokenHash }))
  return row ? Response.json({ id: row.userId }) : Response.json({ id: null }, { status: 401 })
}
