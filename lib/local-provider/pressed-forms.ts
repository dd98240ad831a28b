import 'server-only'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { Html } from '@/lib/html'
import { continuePage } from './pages/fault-page'

type Context = Pick<KoaContextWithOIDC, 'type' | 'body'>

const script = 'document.forms[0].submit()'
const formOf = /<form [^]*<\/form>/
const withoutScript = /<noscript>[^]*<\/noscript>/

/** Three answers of the library are a form that a script submits: `response_mode=form_post`, signing in as somebody else,
 *  signing out without a session. Our policy runs no script, so it becomes a button. */
export const pressedForms = (issuer: string) => async (ctx: Context, next: () => Promise<void>) => {
  await next()
  if (typeof ctx.body !== 'string' || !ctx.body.includes(script)) return
  const form = formOf.exec(ctx.body)?.[0].replace(withoutScript, '<button>Continue</button>') ?? ''
  ctx.body = continuePage(issuer, new Html(form))
}
