import 'server-only'
import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { personByEmail } from './people'
import { signInPage } from './sign-in-page'

const path = /^\/interaction\/[\w-]+$/
const formLimitBytes = 16 * 1024

export const interactionPath = (uid: string) => `/interaction/${uid}`

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = ''
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8')
    if (text.length > formLimitBytes) return undefined
  }
  return new URLSearchParams(text)
}

type Context = Pick<KoaContextWithOIDC, 'req' | 'res' | 'path' | 'method'> & {
  status: number
  type: string
  body: unknown
}

function show(ctx: Context, email?: string) {
  ctx.status = email === undefined ? 200 : 401
  ctx.type = 'html'
  ctx.body = signInPage(email)
}

/** The page that an authorization request waits behind. The provider's own cookie ties it to one browser, and is
 *  SameSite=Lax: a form on another site does not bring it along. */
export function interaction(provider: Provider, password: string) {
  return async (ctx: Context, next: () => Promise<void>) => {
    if (!path.test(ctx.path)) return next()
    await provider.interactionDetails(ctx.req, ctx.res) // throws unless this browser started it
    if (ctx.method === 'GET') return show(ctx)
    if (ctx.method !== 'POST') return void (ctx.status = 405)
    const form = await readForm(ctx.req)
    const email = form?.get('email') ?? ''
    const person = personByEmail(email)
    if (!person || form?.get('password') !== password) return show(ctx, email)
    const login = { accountId: person.sub, amr: ['pwd'] }
    const returnTo = await provider.interactionResult(
      ctx.req,
      ctx.res,
      { login },
      { mergeWithLastSubmission: false },
    )
    ctx.status = 303
    ctx.res.setHeader('Location', returnTo)
    ctx.body = ''
  }
}
