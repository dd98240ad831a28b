import 'server-only'
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider'
import { askedScopes, answer, decide, type Answer, type House } from './consent'
import { consentPage, signInPage } from './pages/forms'
import { faultPage } from './pages/page'
import { comesFromElsewhere, readForm } from './request-form'

const path = /^\/interaction\/([\w-]+)$/
/** @param uid of the library: it is safe in a path, and names an interaction of one browser */
export const interactionPath = (uid: string) => `/interaction/${uid}`

type Context = Pick<KoaContextWithOIDC, 'req' | 'res' | 'path' | 'method' | 'set'> & {
  status: number
  type: string
  body: unknown
}

const write = (ctx: Context, status: number, text: string) =>
  Object.assign(ctx, { status, type: 'html', body: text })

const refusals = {
  403: 'That form was sent by another site. Nothing was changed.',
  405: 'This page is read with GET and answered with POST.',
  413: 'That is more than this form can hold.',
  415: 'That is not how a browser sends this form.',
  422: 'That is not an answer to this form.',
}
type Refusal = { refused: keyof typeof refusals }

async function pageFor({ provider, directory }: House, asked: Interaction, refused?: { email: string }) {
  const { issuer } = provider
  const client = await provider.Client.find(String(asked.params.client_id))
  const clientName = client?.clientName ?? client?.clientId ?? ''
  if (asked.prompt.name === 'login')
    return signInPage({ issuer, clientName, people: directory.people, refused })
  const email = directory.bySub(asked.session?.accountId ?? '')?.email ?? ''
  const returnsTo = new URL(String(asked.params.redirect_uri)).host
  return consentPage({ issuer, clientName, returnsTo, email, scopes: askedScopes(asked) })
}

async function readAnswer({ provider }: House, { req }: Context): Promise<Answer | Refusal> {
  if (comesFromElsewhere(req, provider.issuer)) return { refused: 403 }
  const form = await readForm(req)
  if (form.status === 'refused') return { refused: form.because }
  return answer.safeParse(form.fields).data ?? { refused: 422 }
}

/** @returns what is not to be taken; otherwise the person is on their way */
async function take(house: House, ctx: Context, asked: Interaction): Promise<Refusal | undefined> {
  const given = await readAnswer(house, ctx)
  if ('refused' in given) return given
  const result = await decide(house, asked, given)
  if (!result && asked.prompt.name !== 'login') return { refused: 422 }
  if (!result) return void write(ctx, 401, await pageFor(house, asked, given))
  const mergeWithLastSubmission = 'consent' in result // who signs in begins anew
  const { provider } = house
  const resume = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission })
  ctx.set({ Location: resume })
  write(ctx, 303, '')
}

/**
 * The pages that an authorization request waits behind: who are you, and do you allow it. The library's own cookie ties each
 * to the browser that began it.
 */
export function interaction(house: House) {
  const { provider } = house

  async function answerWith(ctx: Context, asked: Interaction): Promise<Refusal | undefined> {
    if (ctx.method === 'GET') return void write(ctx, 200, await pageFor(house, asked))
    if (ctx.method === 'POST') return take(house, ctx, asked)
    ctx.set({ Allow: 'GET, POST' })
    return { refused: 405 }
  }

  return async (ctx: Context, next: () => Promise<void>) => {
    const uid = path.exec(ctx.path)?.[1]
    if (uid === undefined) return next()
    const asked = await provider.interactionDetails(ctx.req, ctx.res) // throws unless this browser began one
    if (asked.uid !== uid) return // 404
    const { refused } = (await answerWith(ctx, asked)) ?? {}
    if (refused) write(ctx, refused, faultPage(provider.issuer, 'Not like that', refusals[refused]))
  }
}
