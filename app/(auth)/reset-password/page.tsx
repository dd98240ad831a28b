import type { Metadata } from 'next'
import { AuthColumn } from '@/app/components/auth-column'
import { tokenOf } from '@/app/components/token-query'
import { ResetPasswordForm } from './reset-password-form'

export const metadata: Metadata = { title: 'Choose a new password' }

export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>
}) {
  return (
    <AuthColumn title="Choose a new password" lead="Every session of the account ends with it.">
      <ResetPasswordForm token={await tokenOf(searchParams)} />
    </AuthColumn>
  )
}
