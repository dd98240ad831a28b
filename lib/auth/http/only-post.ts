import 'server-only'
import { problem } from './problem'

/** The handlers of a route that is no endpoint of the JSON API: it takes POST, and says so to all else. */
export function onlyPost<Rest extends unknown[]>(
  POST: (request: Request, ...rest: Rest) => Promise<Response>,
) {
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'POST' })
  return { GET: wrong, HEAD: wrong, PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong, POST }
}

/** The same for a route that only answers: it takes GET and HEAD. */
export function onlyGet(GET: () => Promise<Response>) {
  const wrong = async () => problem({ code: 'method_not_allowed' }, { Allow: 'GET, HEAD' })
  return { GET, HEAD: GET, POST: wrong, PUT: wrong, PATCH: wrong, DELETE: wrong, OPTIONS: wrong }
}
