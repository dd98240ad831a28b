import { read } from '@/lib/auth'
import { identifyCall } from '@/lib/auth/http/identify'

/** The tiny route, for whoever is signed in: by the Authorization header, else by the strategy that the browser chose. */
export async function GET(request: Request) {
  const reading = await read(identifyCall(request))
  return reading.ok
    ? Response.json({ id: reading.state.user.id })
    : Response.json({ id: null }, { status: 401 })
}
