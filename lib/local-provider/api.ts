import 'server-only'
import { errors, type Configuration } from 'oidc-provider'

/** The one resource with access tokens of its own kind: our API, named as in `aud`. */
export const apiOf = (appOrigin: string) => `${appOrigin}/api`

/**
 * Access tokens for our API: JWTs (RFC 9068) with it as audience and `api` as scope. A client that named the resource when
 * it asked for authorization (RFC 8707) gets such a token for its code, without naming it again; one that did not gets an
 * opaque token, good for userinfo alone. No token is good for both.
 */
export const resourceIndicators = (
  appOrigin: string,
): NonNullable<NonNullable<Configuration['features']>['resourceIndicators']> => ({
  enabled: true,
  useGrantedResource: () => true,
  getResourceServerInfo: (_, resource) => {
    if (resource !== apiOf(appOrigin)) throw new errors.InvalidTarget()
    return {
      scope: 'api',
      audience: resource,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256' } },
    }
  },
})
