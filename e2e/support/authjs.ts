import type { Answer, Client } from './client'
import type { AuthjsStrategyId } from '@/lib/strategies'
import type { Person } from './people'

/** Posts to Auth.js's own routes as its pages do: with the CSRF token of this browser. */
export async function authjsPost(
  client: Client,
  strategy: AuthjsStrategyId,
  action: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const { csrfToken } = (await client.get(`/api/auth/${strategy}/csrf`)).json<{ csrfToken: string }>()
  return client.send('POST', `/api/auth/${strategy}/${action}`, { form: { csrfToken, ...fields } })
}

export const authjsSignIn = (
  client: Client,
  strategy: AuthjsStrategyId,
  { email, password }: Person,
  callbackUrl = '/account',
) => authjsPost(client, strategy, 'callback/credentials', { email, password, callbackUrl })
