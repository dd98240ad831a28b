import 'server-only'
import type { Interaction, InteractionResults, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { z } from 'zod'
import { equalInConstantTime } from '@/lib/crypto'
import { askedScopes, grantAsked } from './consent'
import { consentPage } from './pages/consent-page'
import { faultPage } from './pages/fault-page'
import { signInPage } from './pages/sign-in-page'
import type { Directory } from './people'
import { comesFromElsewhere, readForm } from './request-form'

const path = /^\/interaction\/([\w-]+)$/
export const interactionPath = (uid: string) => `/interaction/${uid}`

const answer = z.object({
  decision: z.enum(['allow', 'deny']).default('allow'), // Enter in a field presses no button
  email: z.string().max(320).default(''),
  password: z.string().max(1024).default(''),
})
type Answer = z.infer<typeof answer>

type Context = Pick<KoaContextWithOIDC, 'req' | 'res' | 'path' | 'method' | 'set'> & {
  status: number
  type: string
  body: unknown
}

const denied = { error: 'access_denied', error_description: 'the person declined' }

const refusals = {
  403: 'That form was sent by another site. Nothing was changed.',
  405: 'This page is read with GET and answered with POST.',
  413: 'That is more than this form can hold.',
  415: 'That is not how a browser sends this form.',
  422: 'That is not an answer to this form.',
}

/**
 * The pages that an authorization request waits behind: who are you, and do you allow it. The library's own cookie ties each
 * to the browser that began it.
 */
export function interaction(provider: Provider, directory: Directory, password: string) {
  const { issuer } = provider

  const write = (ctx: Context, status: number, text: string) =>
    Object.assign(ctx, { status, type: 'html', body: text })
  const refuse = (ctx: Context, status: keyof typeof refusals) =>
    write(ctx, status, faultPage(issuer, 'Not like that', refusals[status]))

  async function pageFor(asked: Interaction, refused?: { email: string }) {
    const client = await provider.Client.find(String(asked.params.client_id))
    const clientName = client?.clientName ?? client?.clientId ?? ''
    if (asked.prompt.name === 'login')
      return signInPage({ issuer, clientName, people: directory.people, refused })
    const email = directory.bySub(asked.session?.accountId ?? '')?.email ?? ''
    const returnsTo = new URL(String(asked.params.redirect_uri)).host
    return consentPage({ issuer, clientName, returnsTo, email, scopes: askedScopes(asked) })
  }

  /** @returns undefined when the password is wrong */
  async function resultOf(asked: Interaction, given: Answer): Promise<InteractionResults | undefined> {
    if (given.decision === 'deny') return denied
    if (asked.prompt.name === 'consent') return { consent: { grantId: await grantAsked(provider, asked) } }
    const person = directory.byEmail(given.email)
    const isRight = equalInConstantTime(given.password, password)
    return person && isRight ? { login: { accountId: person.sub, amr: ['pwd'] } } : undefined
  }

  async function take(ctx: Context, asked: Interaction) {
    if (comesFromElsewhere(ctx.req, issuer)) return refuse(ctx, 403)
    const form = await readForm(ctx.req)
    if (form.status === 'refused') return refuse(ctx, form.because)
    const { data: given } = answer.safeParse(form.fields)
    if (!given) return refuse(ctx, 422)
    const result = await resultOf(asked, given)
    if (!result) return write(ctx, 401, await pageFor(asked, { email: given.email }))
    const mergeWithLastSubmission = 'consent' in result // who signs in begins anew
    const resume = await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission })
    ctx.set({ Location: resume })
    return write(ctx, 303, '')
  }

  return async (ctx: Context, next: () => Promise<void>) => {
    const uid = path.exec(ctx.path)?.[1]
    if (uid === undefined) return next()
    const asked = await provider.interactionDetails(ctx.req, ctx.res) // throws unless this browser began one
    if (asked.uid !== uid) return write(ctx, 404, '')
    if (ctx.method === 'GET') return void write(ctx, 200, await pageFor(asked))
    if (ctx.method === 'POST') return void (await take(ctx, asked))
    ctx.set({ Allow: 'GET, POST' })
    refuse(ctx, 405)
  }
}
