import type { Metadata } from 'next'
import { AuthColumn, tokenOf } from '@/app/components/auth-column'
import { VerifyEmailForm } from './verify-email-form'

export const metadata: Metadata = { title: 'Confirm your address' }

/** Opening the link spends nothing: mail scanners open links too. */
export default async function VerifyEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>
}) {
  return (
    <AuthColumn title="Confirm your address" lead="One press, and the account exists. The link works once.">
      <VerifyEmailForm token={await tokenOf(searchParams)} />
    </AuthColumn>
  )
}
