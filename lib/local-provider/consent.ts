import 'server-only'
import type { Configuration, Interaction, Provider, InteractionResults } from 'oidc-provider'
import { z } from 'zod'
import { equalInConstantTime } from '@/lib/crypto'
import { apiOf } from './api'
import { firstParty, type Directory } from './clients'

type Granting = Pick<Provider, 'Grant'>

/** The app itself is granted all that it may ask for, without a question; for another client, what was granted before. */
export const existingGrant =
  (appOrigin: string): NonNullable<Configuration['loadExistingGrant']> =>
  async ({ oidc }) => {
    const { client, session, provider, result } = oidc
    if (!client || !session?.accountId) return undefined
    const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId)
    const existing = grantId ? await provider.Grant.find(grantId) : undefined
    if (existing || client[firstParty] !== true) return existing
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid profile email')
    grant.addResourceScope(apiOf(appOrigin), 'api')
    await grant.save()
    return grant
  }

/** What an authorization request asks for; what is no scope of ours, the library has left out. */
export const askedScopes = ({ params }: Interaction): string[] =>
  typeof params.scope === 'string' ? params.scope.split(' ') : []

type Missing = { missingOIDCScope?: string[]; missingResourceScopes?: Record<string, string[]> }

/** Grants what the person was asked for, on top of what was granted before.
 *  @returns the id of the grant */
export async function grantAsked({ Grant }: Granting, interaction: Interaction): Promise<string> {
  const { grantId, session, params, prompt } = interaction
  const before = grantId ? await Grant.find(grantId) : undefined
  const grant = before ?? new Grant({ accountId: session?.accountId, clientId: String(params.client_id) })
  const { missingOIDCScope, missingResourceScopes } = prompt.details as Missing
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '))
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {}))
    grant.addResourceScope(resource, scopes.join(' '))
  return grant.save()
}

/** What the person behind a page may say. No decision: Enter in a field, or a client that presses no button. */
export const answer = z.object({
  decision: z.enum(['allow', 'deny']).optional(),
  email: z.string().max(320).default(''),
  password: z.string().max(1024).default(''),
})
export type Answer = z.infer<typeof answer>

/** Whose answers count. */
export type House = { provider: Provider; directory: Directory; password: string }

const denied = { error: 'access_denied', error_description: 'the person declined' }

type Decided = { ok: true; result: InteractionResults } | { ok: false; code: 'wrong_password' | 'no_answer' }

function login({ directory, password }: House, given: Answer): Decided {
  const person = directory.byEmail(given.email)
  const isRight = equalInConstantTime(given.password, password)
  return person && isRight
    ? { ok: true, result: { login: { accountId: person.sub, amr: ['pwd'] } } }
    : { ok: false, code: 'wrong_password' }
}

/** What an answer means to the library. `no_answer`: neither Allow nor Deny */
export async function decide(house: House, asked: Interaction, given: Answer): Promise<Decided> {
  if (given.decision === 'deny') return { ok: true, result: denied }
  if (asked.prompt.name === 'login') return login(house, given)
  if (!given.decision) return { ok: false, code: 'no_answer' }
  return { ok: true, result: { consent: { grantId: await grantAsked(house.provider, asked) } } }
}
