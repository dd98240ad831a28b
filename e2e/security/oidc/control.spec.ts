import { Client } from '../../support/client'
import { accepts } from '../../support/hostile-provider/attack'
import { expectSignedIn } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { signInAt, untilCallback } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** oidcc-client-test, oidcc-client-test-client-secret-basic: without a fault it works. Else no refusal says anything. */

accepts('nothing is wrong', {})

for (const strategy of authjsStrategies)
  test(`${strategy}: one person, one identity, one session; a secret and a verifier`, async ({
    app,
    provider,
    rows,
  }) => {
    const had = await rows()
    const client = new Client(app)
    const { user } = await expectSignedIn(
      app,
      client,
      strategy,
      await signInAt(provider.issuer, client, strategy),
    )
    expect(user).toMatchObject({ email: provider.state.person.email, name: provider.state.person.name })
    const now = await rows()
    for (const table of ['User', 'Identity', 'Session']) expect(now[table], table).toBe(had[table]! + 1)
    const [asked, ...more] = provider.asked('token')
    expect(more).toEqual([])
    expect(asked?.status).toBe(200)
    expect(asked?.headers.authorization).toMatch(/^Basic /)
    expect([...asked!.form.keys()]).not.toContain('client_secret')
  })

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

/** The peer is no stand-in: it refuses what a provider must. */
test('the provider itself refuses what is wrong', async ({ app, provider }) => {
  const { issuer, state } = provider
  const basic = `Basic ${Buffer.from(`${state.client.id}:${state.client.secret}`).toString('base64')}`
  const back = await untilCallback(new Client(app), 'jwt')
  const right = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: back.origin + back.pathname,
    code_verifier: 'x'.repeat(43),
  }
  const ask = async (fields: Record<string, string>, authorization = basic) => {
    const response = await fetch(`${issuer}/token`, { ...form(fields), headers: { authorization } })
    return [response.status, ((await response.json()) as { error?: string }).error]
  }
  expect(await ask(right, 'Basic eDp4')).toEqual([401, 'invalid_client'])
  expect(await ask({ ...right, grant_type: 'password' })).toEqual([400, 'unsupported_grant_type'])
  expect(await ask(right)).toEqual([400, 'invalid_grant'])
  expect(await ask({ ...right, redirect_uri: `${right.redirect_uri}/` })).toEqual([400, 'invalid_grant'])
  const bearer = { headers: { authorization: 'Bearer x' } }
  expect((await fetch(`${issuer}/userinfo`, bearer)).status).toBe(401)
  const elsewhere = new URLSearchParams({ client_id: state.client.id, redirect_uri: 'https://evil.example/' })
  expect((await fetch(`${issuer}/authorize?${elsewhere.toString()}`, { redirect: 'manual' })).status).toBe(
    400,
  )
})
