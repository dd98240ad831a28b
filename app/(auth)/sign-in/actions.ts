'use server'
import { z } from 'zod'
import { signIn } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { fitting, roomOfFormBytes } from '@/lib/auth/http/answer'
import { signInForm, type FormState } from '@/lib/api-schema'
import { callbackPath } from '@/lib/api-schema/callback-path'

const signInPage = signInForm.extend({ callbackUrl: z.unknown().transform(callbackPath).optional() })

export const signInHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(signInPage, form, async ({ callbackUrl, ...credentials }, ctx) => {
    const result = await signIn(credentials, ctx)
    if (!result.ok) return result
    return {
      ok: true,
      cookies: result.cookies,
      leadsTo: fitting(callbackUrl ?? callbackPath(undefined), result.cookies, roomOfFormBytes),
    }
  })
