import { extraProviders } from '@/lib/oidc'

/** Configures a second provider beside that of a test: nothing listens there. @returns its id */
export function addAnotherProvider(): string {
  const id = 'another'
  extraProviders.fill(() => [
    {
      id,
      name: 'Another',
      kind: 'oidc',
      issuer: 'http://localhost:1',
      clientId: 'an-app',
      clientSecret: null,
      authMethod: 'none',
    },
  ])
  return id
}
