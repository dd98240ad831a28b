import { tokenHashOf } from '@/lib/auth/parts/opaque-token'
import { identifyCall } from '@/lib/auth/http/identify'
import { db } from '@/lib/db/prisma-client'

/** The same look-up in SQL of its own, sent through Prisma. */
export async function GET(request: Request) {
  const tokenHash = tokenHashOf(identifyCall(request).presented.cookies.get('session.database') ?? '')
  const [row] = await db().$queryRaw<{ userId: string }[]>`
    SELECT s.*, u.email, u.name, u.role, u."credentialsVersion" AS "currentVersion", u."disabledAt"
    FROM "Session" s JOIN "User" u ON u.id = s."userId" WHERE s."tokenHash" = ${tokenHash}`
  return row ? Response.json({ id: row.userId }) : Response.json({ id: null }, { status: 401 })
}
