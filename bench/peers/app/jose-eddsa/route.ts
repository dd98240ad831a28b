import { jwtVerify, SignJWT } from 'jose'
import { answer } from '@/lib/answer'
import { signingKey, tokenOf, verifyingKeyOfJose } from '@/lib/ed25519'
import { personOf } from '@/lib/people'

/** A JWT signed with EdDSA, verified by jose: nothing is looked up, and nothing else is checked than what jose checks. */
export async function GET(request: Request) {
  const token = tokenOf(request)
  if (token === undefined) return answer(null)
  try {
    const { payload } = await jwtVerify(token, await verifyingKeyOfJose(), {
      algorithms: ['EdDSA'],
      issuer: 'peers',
      audience: 'peers',
    })
    return answer(payload.sub)
  } catch {
    return answer(null)
  }
}

/** Signs in with a password. */
export async function POST(request: Request) {
  const person = await personOf(await request.json())
  if (!person) return answer(null)
  const token = await new SignJWT({ name: person.name, email: person.email })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject(person.id)
    .setIssuer('peers')
    .setAudience('peers')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(signingKey)
  return Response.json({ id: person.id, token })
}
