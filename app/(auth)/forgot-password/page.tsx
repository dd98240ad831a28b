import type { Metadata } from 'next'
import { AuthColumn } from '@/app/components/auth-column'
import { TextLink } from '@/app/components/text'
import { mailNote } from '@/lib/auth/http/page-extras'
import { callbackPath, keepCallback } from '@/lib/api-schema/callback-path'
import { ForgotPasswordForm } from './forgot-password-form'

export const metadata: Metadata = { title: 'Forgot your password?' }

type Query = Promise<{ callbackUrl?: string | string[] }>

/** Where a reset mail is asked for, by anybody, signed in or not. */
export default async function ForgotPasswordPage({ searchParams }: { searchParams: Query }) {
  const { callbackUrl } = await searchParams
  return (
    <AuthColumn
      title="Forgot your password?"
      lead="We send a link to your address. It lets you choose a new one."
    >
      <ForgotPasswordForm mailNote={mailNote.get()} />
      <p className="text-[0.9375rem]">
        <TextLink href={keepCallback('/sign-in', callbackPath(callbackUrl))}>Back to sign in</TextLink>
      </p>
    </AuthColumn>
  )
}
