import type { Metadata } from 'next'
import { AuthColumn, tokenOf } from '@/app/components/auth-column'
import { addressOfResetCode } from '@/lib/accounts'
import { readPageTime } from '@/lib/auth/http/page-state'
import { outage } from '@/lib/auth/http/refusal'
import { ResetPasswordForm } from './reset-password-form'

export const metadata: Metadata = { title: 'Choose a new password' }

/** Without the address during an outage: the form says by itself that it cannot be sent now. */
const addressOf = async (token: string) =>
  addressOfResetCode(token, await readPageTime()).catch((error: unknown) => {
    outage(error)
    return null
  })

/**
 * Where the link of a reset mail leads, for whoever has it: opening it spends nothing. A code that is not good is
 * refused when the form is sent, not here.
 */
export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>
}) {
  const token = await tokenOf(searchParams)
  return (
    <AuthColumn title="Choose a new password" lead="Every session of the account ends with it.">
      <ResetPasswordForm token={token} email={await addressOf(token)} />
    </AuthColumn>
  )
}
