import 'server-only'
import { selfContainedToken } from '../../parts/self-contained-token'

/**
 * The client holds a signed JWT and a refresh token; the server looks at its own state only when it is refreshed. Whoever
 * has a copy of the token is taken for its owner until it expires.
 */
export const bearer = selfContainedToken('bearer')
