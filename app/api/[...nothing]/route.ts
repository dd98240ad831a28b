import { problem, refused } from '@/lib/auth/http/refusal'

/** Whatever the API does not have: for a program, not the page that a person gets. */
const nothing = () => problem(refused('not_found'))

export {
  nothing as GET,
  nothing as HEAD,
  nothing as POST,
  nothing as PUT,
  nothing as PATCH,
  nothing as DELETE,
  nothing as OPTIONS,
}
