import 'server-only'

/** The closed list of refusals: stable code → HTTP status → the sentence a person may read. */
export const refusals = {
  malformed_request: { status: 400, title: 'The request could not be understood.' },
  token_twice: { status: 400, title: 'Send the credential once: in the Authorization header.' },
  invalid_grant: { status: 400, title: 'The grant is not good, or not any more.' },
  invalid_subject_token: { status: 400, title: 'What was presented is not good here, or belongs to nobody.' },
  invalid_scope: { status: 400, title: 'The scope is not known, or more than was granted.' },
  invalid_dpop_proof: { status: 400, title: 'The DPoP proof is missing, or was not made for this request.' },
  use_dpop_nonce: { status: 400, title: 'Make the DPoP proof again, with the nonce of this answer.' },
  invalid_target: { status: 400, title: 'This API is the only audience there is.' },
  unsupported_grant_type: { status: 400, title: 'This grant_type is not taken here.' },
  invalid_code: { status: 400, title: 'This link is not valid any more. Ask for a new one.' },
  confirm_elsewhere: {
    status: 400,
    title:
      'This link works in the browser in which you signed in with the provider. Open it there; or sign in with the provider here first, and open it again.',
  },
  invalid_credentials: { status: 401, title: 'That email and password do not match an account.' },
  not_authenticated: { status: 401, title: 'You are not signed in.' },
  reauthentication_required: { status: 401, title: 'Prove that it is you first: sign in again.' },
  invalid_client: { status: 401, title: 'The client is not known, or did not prove itself.' },
  invalid_device_proof: {
    status: 403,
    title: 'The signature by the key of this device is missing, or is not good here.',
  },
  insufficient_scope: { status: 403, title: 'The scope that was granted does not allow this.' },
  cross_origin: { status: 403, title: 'This request came from another site.' },
  forbidden: { status: 403, title: 'Your role does not allow this.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This method is not supported here.' },
  identity_taken: { status: 409, title: 'That identity is connected to another account.' },
  last_credential: { status: 409, title: 'This is your only way to sign in. Add another one first.' },
  nothing_pending: { status: 409, title: 'There is nothing to connect any more. Start again.' },
  provider_token: { status: 409, title: 'This was issued by a provider: only the provider can end it.' },
  last_admin: { status: 409, title: 'This is the last administrator: name another one first.' },
  payload_too_large: { status: 413, title: 'The body is larger than 16 KiB.' },
  unsupported_media_type: { status: 415, title: 'This media type is not taken here.' },
  validation_failed: { status: 422, title: 'Some fields need another look.' },
  provider_refused: {
    status: 400,
    title: 'What the provider answered cannot be believed. Nothing was changed.',
  },
  rate_limited: { status: 429, title: 'Too many attempts. Wait a little and try again.' },
  internal: { status: 500, title: 'Something went wrong here. It was recorded.' },
  provider_unavailable: {
    status: 502,
    title: 'The provider does not answer as it should. Nothing was changed.',
  },
  busy: { status: 503, title: 'Many people are signing in right now. Try again in a few seconds.' },
  unavailable: {
    status: 503,
    title: 'We cannot tell right now. Nothing was changed. Try again in a moment.',
  },
} as const

export type RefusalCode = keyof typeof refusals

/** Seconds that a client is asked to wait after a 503. */
export const retryAfterSeconds = 5
