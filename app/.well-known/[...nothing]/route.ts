import { problem } from '@/lib/auth/http/refusal'

/** Programs ask here for much that this app does not have, also to see whether it says so. */
const nothing = () => problem({ code: 'not_found' })

export {
  nothing as GET,
  nothing as HEAD,
  nothing as POST,
  nothing as PUT,
  nothing as PATCH,
  nothing as DELETE,
  nothing as OPTIONS,
}
