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
  cross_origin: { status: 403, sentence: 'That form was sent by another site. Nothing was changed.' },
  method_not_allowed: { status: 405, sentence: 'This page is read with GET and answered with POST.' },
  payload_too_large: { status: 413, sentence: 'That is more than this form can hold.' },
  unsupported_media_type: { status: 415, sentence: 'That is not how a browser sends this form.' },
  no_answer: { status: 422, sentence: 'That is not an answer to this form.' },
} as const
type Refused = { ok: false; code: keyof typeof refusals }
/** `ok`: the response is written */
type Answered = { ok: true } | Refused

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

async function readAnswer(
  { provider }: House,
  { req }: Context,
): Promise<{ ok: true; answer: Answer } | Refused> {
  if (comesFromElsewhere(req, provider.issuer)) return { ok: false, code: 'cross_origin' }
  const form = await readForm(req)
  if (!form.ok) return form
  const { data } = answer.safeParse(form.fields)
  return data ? { ok: true, answer: data } : { ok: false, code: 'no_answer' }
}

/** Sends the person on their way, or shows the form again after a wrong password. */
async function take(house: House, ctx: Context, asked: Interaction): Promise<Answered> {
  const read = await readAnswer(house, ctx)
  if (!read.ok) return read
  const decided = await decide(house, asked, read.answer)
  if (!decided.ok && decided.code === 'no_answer') return { ok: false, code: 'no_answer' }
  if (!decided.ok) {
    write(ctx, 401, await pageFor(house, asked, read.answer))
    return { ok: true }
  }
  const { result } = decided
  const mergeWithLastSubmission = 'consent' in result // who signs in begins anew
  const { provider } = house
  const resume = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission })
  ctx.set({ Location: resume })
  write(ctx, 303, '')
  return { ok: true }
}

/**
 * The pages that an authorization request waits behind: who are you, and do you allow it. The library's own cookie ties each
 * to the browser that began it.
 */
export function interaction(house: House) {
  const { provider } = house

  async function answerWith(ctx: Context, asked: Interaction): Promise<Answered> {
    if (ctx.method === 'POST') return take(house, ctx, asked)
    if (ctx.method === 'GET') {
      write(ctx, 200, await pageFor(house, asked))
      return { ok: true }
    }
    ctx.set({ Allow: 'GET, POST' })
    return { ok: false, code: 'method_not_allowed' }
  }

  return async (ctx: Context, next: () => Promise<void>) => {
    const uid = path.exec(ctx.path)?.[1]
    if (uid === undefined) return next()
    const asked = await provider.interactionDetails(ctx.req, ctx.res) // throws unless this browser began one
    if (asked.uid !== uid) return // 404
    const answered = await answerWith(ctx, asked)
    if (answered.ok) return
    const { status, sentence } = refusals[answered.code]
    write(ctx, status, faultPage(provider.issuer, 'Not like that', sentence))
  }
}
