import 'server-only'
import { selfContainedToken } from '../../parts/self-contained-token'

/**
 * As a bearer token, and bound to a key that the client keeps: each request comes with a proof that it has the key, which
 * counts once (`verifyProof`). A copy of the tokens without the key is refused. The server looks at its own state when
 * they are refreshed.
 * @see RFC 9449
 */
export const dpop = selfContainedToken('dpop')
