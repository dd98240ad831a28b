'use server'
import { submit } from '@/lib/auth/http/action'
import { readPathHere } from '@/lib/lab/http'
import { nothingForm, type FormState } from '@/lib/api-schema'

/** What a server action sees, and may write, as JSON in its message. */
export const readPathOfAction = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(nothingForm, form, async () => ({ ok: true, message: JSON.stringify(await readPathHere()) }))
