'use server'
import { submit } from '@/lib/auth/http/action'
import { readPathHere } from '@/lib/lab/http/read-path-here'
import { nothingForm, type FormState } from '@/lib/api-schema'

/** What a server action sees, and may write, as JSON in its message. */
export async function readPathOfAction(_before: FormState, form: FormData): Promise<FormState> {
  let message = ''
  const state = await submit(nothingForm, form, async () => {
    message = JSON.stringify(await readPathHere())
  })
  return state.done ? { ...state, message } : state
}
