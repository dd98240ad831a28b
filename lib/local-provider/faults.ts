import 'server-only'
import { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { faultPage } from './pages/page'

type Context = Pick<KoaContextWithOIDC, 'app' | 'status' | 'type' | 'body'>
type Next = () => Promise<void>

const expired =
  'This page was opened in another browser, or waited too long. Go back to the app and start again.'

function show(ctx: Context, error: unknown, issuer: string) {
  const known = error instanceof errors.OIDCProviderError ? error : undefined
  if (!known) ctx.app.emit('error', error, ctx)
  ctx.type = 'html'
  ctx.status = known?.statusCode ?? 500
  ctx.body = known
    ? faultPage(issuer, 'Start again', expired, known.error)
    : faultPage(issuer, 'Something broke', 'The provider could not answer. Try again.')
}

/** What goes wrong in our own pages, and addresses that lead nowhere. Koa's own answer would drop the headers. */
export const answerFaults = (issuer: string) => async (ctx: Context, next: Next) => {
  try {
    await next()
  } catch (error) {
    show(ctx, error, issuer)
  }
  if (ctx.status !== 404 || ctx.body) return
  ctx.type = 'html'
  ctx.body = faultPage(issuer, 'Not found', 'This address leads nowhere at this provider.')
  ctx.status = 404
}

/** The library's own refusals, where it may not send them to the client (RFC 6749 §4.1.2.1). */
export const renderError =
  (issuer: string): NonNullable<Configuration['renderError']> =>
  (ctx, { error, error_description: description }) => {
    ctx.type = 'html'
    ctx.body = faultPage(
      issuer,
      'That cannot be answered',
      'The app asked for something that this provider refuses, so you stay here. Go back to the app and try again.',
      description ? `${error}: ${description}` : error,
    )
  }
