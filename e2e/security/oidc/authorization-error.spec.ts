import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'

/** RFC 6749 §4.1.2.1: the provider says no, or pretends to, in whatever words. */

const refusal = (members: Record<string, string>) => ({
  authorization: ({ state = '', iss = '' }) => ({ state, iss, ...members }),
})

refusesUnderEach('access_denied', refusal({ error: 'access_denied' }))
for (const error of ['server_error', 'login_required', 'of its own making', '__proto__'])
  refuses(error, refusal({ error }))
refuses(
  'with markup for our page',
  refusal({ error: '<script>', error_description: '<script>alert(1)</script>' }),
)
refuses('with a page of its own', refusal({ error: 'access_denied', error_uri: 'https://evil.example/' }))
refuses('with a long story', refusal({ error: 'access_denied', error_description: 'x'.repeat(8000) }))
refusesUnderEach('with a code beside it', {
  authorization: (response) => ({ ...response, error: 'access_denied' }),
})
refusesUnderEach('with another state', refusal({ error: 'access_denied', state: 'x' }))
refusesUnderEach('with neither code nor error', refusal({}))
