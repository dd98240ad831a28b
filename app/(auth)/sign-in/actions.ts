'use server'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { signIn } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { fitting } from '@/lib/auth/http/fitting'
import { writeCookies } from '@/lib/auth/http/write-cookies'
import { signInForm, type FormState } from '@/lib/forms'
import { callbackPath } from '@/lib/forms/callback-path'

const signInPage = signInForm.extend({ callbackUrl: z.unknown().transform(callbackPath).optional() })

export async function signInHere(_before: FormState, form: FormData): Promise<FormState> {
  let path = callbackPath(undefined)
  const state = await submit(signInPage, form, async ({ callbackUrl, ...credentials }, asking, now) => {
    const result = await signIn(credentials, asking, now)
    if (!result.ok) return result
    await writeCookies(result.cookies)
    path = fitting(callbackUrl ?? path, result.cookies)
  })
  if (state.done) redirect(path)
  return state
}
