import type { Metadata } from 'next'
import { AuthColumn } from '@/app/components/auth-column'
import { TextLink } from '@/app/components/text-link'
import { labIsOn } from '@/lib/auth/http/lab'
import { ForgotPasswordForm } from './forgot-password-form'

export const metadata: Metadata = { title: 'Forgot your password?' }

export default function ForgotPasswordPage() {
  return (
    <AuthColumn
      title="Forgot your password?"
      lead="We send a link to your address. It lets you choose a new one."
    >
      <ForgotPasswordForm lab={labIsOn()} />
      <p className="text-[0.9375rem]">
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </AuthColumn>
  )
}
