import type { Metadata } from 'next'
import { AuthColumn } from '@/app/components/auth-column'
import { TextLink } from '@/app/components/text-link'
import { labIsOn } from '@/lib/auth/http/lab'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: 'Sign up' }

export default function SignUpPage() {
  return (
    <AuthColumn title="Create an account">
      <SignUpForm lab={labIsOn()} />
      <p className="text-[0.9375rem]">
        Have an account? <TextLink href="/sign-in">Sign in</TextLink>
      </p>
    </AuthColumn>
  )
}
