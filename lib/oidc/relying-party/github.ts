import 'server-only'
import { z } from 'zod'
import { boundedFetch, jsonOf, ProviderFault } from './bounded-fetch'

const api = 'https://api.github.com'

const account = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() })

const addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/**
 * Who a GitHub access token belongs to, as OpenID Connect would say it: the numeric id as `sub` (a login can be taken
 * over by somebody else), and the primary address with whether GitHub verified it.
 * @throws ProviderFault
 */
export async function fetchGithubUser(accessToken: string, signal: AbortSignal) {
  const ask = async <Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>> => {
    const headers = {
      Accept: 'application/json',
      Authorization: `Bearer ${accessToken}`,
      'User-Agent': 'bothways',
    }
    const url = `${api}${path}`
    const parsed = shape.safeParse(await jsonOf(await boundedFetch(url, { headers }, signal), url))
    if (!parsed.success) throw new ProviderFault(`${url}: not what GitHub documents`)
    return parsed.data
  }
  const [{ id, login, name }, emails] = await Promise.all([
    ask('/user', account),
    ask('/user/emails', addresses),
  ])
  const primary = emails.find((address) => address.primary)
  return {
    sub: String(id),
    name: name ?? login,
    email: primary?.email,
    email_verified: primary?.verified ?? false,
  }
}
