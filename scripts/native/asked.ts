import * as oidc from 'openid-client'
import { CannotTell } from './outcome'

/** `refused`: the error code of OAuth, or `unbelievable` when the answer fails a check of ours */
export type Refusal = { refused: string }

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer

/** seconds that anybody has for an answer */
export const timeoutSeconds = 5

/** The answer was there, and fails a check: state, iss, nonce, audience, time, signature. */
const isUnbelievable = (code: string | undefined) =>
  /^OAUTH_(INVALID_RESPONSE|JWT_|KEY_SELECTION|UNSUPPORTED_)/.test(code ?? '')

function refusalOf(error: unknown): string | undefined {
  if (error instanceof oidc.AuthorizationResponseError) return error.error
  if (error instanceof oidc.ResponseBodyError && error.status < 500) return error.error
  if (error instanceof oidc.WWWAuthenticateChallengeError && error.status < 500) return 'invalid_client'
  return error instanceof oidc.ClientError && isUnbelievable(error.code) ? 'unbelievable' : undefined
}

const isOutage = (error: unknown) =>
  error instanceof oidc.ClientError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.WWWAuthenticateChallengeError ||
  (error instanceof TypeError && error.message === 'fetch failed') ||
  (error instanceof DOMException && error.name === 'TimeoutError')

/** Separates what the library throws. Nothing of an answer goes into a message: there may be a token in it.
 *  @param who for people, at the beginning of a sentence
 *  @throws CannotTell for silence, disorder and faults on the other side */
export async function answered<T>(who: string, answer: Promise<T>): Promise<T | Refusal> {
  try {
    return await answer
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal !== undefined) return { refused: refusal }
    if (isOutage(error))
      throw new CannotTell(`${who} does not answer as it should: is \`npm start\` running?`)
    throw error
  }
}
