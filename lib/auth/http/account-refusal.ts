import 'server-only'
import type { Refusal } from './problem'

type AccountRefusal = {
  code: 'common_password' | 'wrong_password' | 'invalid_code' | 'confirm_elsewhere' | 'rate_limited'
  retryAfterSeconds?: number
}

const commonPassword = 'This is one of the first passwords an attacker tries. Choose another.'
const wrongPassword = 'This is not your current password.'

/** A refusal of the accounts as one of the API: what concerns a field stands beside it. */
export function accountRefusal(
  { code, retryAfterSeconds }: AccountRefusal,
  newPasswordField = 'password',
): Refusal {
  if (code === 'common_password')
    return { code: 'validation_failed', errors: { [newPasswordField]: [commonPassword] } }
  if (code === 'wrong_password')
    return { code: 'validation_failed', errors: { currentPassword: [wrongPassword] } }
  return { code, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}
