import type { Metadata } from 'next'
import { AuthColumn } from '@/app/components/auth-column'
import { TextLink } from '@/app/components/text'
import { mailNote } from '@/lib/auth/http/page-extras'
import { callbackPath, keepCallback } from '@/lib/api-schema/callback-path'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: 'Sign up' }

type Query = Promise<{ callbackUrl?: string | string[] }>

/** Where an account is asked for, by anybody, signed in or not. */
export default async function SignUpPage({ searchParams }: { searchParams: Query }) {
  const { callbackUrl } = await searchParams
  return (
    <AuthColumn title="Create an account">
      <SignUpForm mailNote={mailNote.get()} />
      <p className="text-[0.9375rem]">
        Have an account?{' '}
        <TextLink href={keepCallback('/sign-in', callbackPath(callbackUrl))}>Sign in</TextLink>
      </p>
    </AuthColumn>
  )
}
