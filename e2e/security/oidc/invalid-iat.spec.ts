import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'

/** Core §3.1.3.7 (10): issued just now, since we asked just now. Our policy: neither tomorrow nor long ago. */

const daySeconds = 24 * 3600
const issuedSecondsFromNow = (seconds: number) => (claims: Record<string, unknown>) => ({
  ...claims,
  iat: Math.floor(Date.now() / 1000) + seconds,
  exp: Math.floor(Date.now() / 1000) + Math.max(seconds, 0) + 300,
})

refuses('issued tomorrow', { idToken: issuedSecondsFromNow(daySeconds) })
refusesUnderEach('issued yesterday', { idToken: issuedSecondsFromNow(-daySeconds) })
refuses('issued ten years ago', { idToken: issuedSecondsFromNow(-3650 * daySeconds) })
