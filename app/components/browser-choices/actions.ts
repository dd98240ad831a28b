'use server'
import { submit } from '@/lib/auth/http/action'
import { writeCookies } from '@/lib/auth/http/answer'
import { browserChoices } from '@/lib/auth/http/page-extras'
import { preferenceToWrite } from '@/lib/auth/http/preference'
import { nothingForm, type FormState } from '@/lib/api-schema'

/** Keeps what somebody chose for this browser, where there is something to choose. */
export async function chooseForBrowser(_before: FormState, form: FormData): Promise<FormState> {
  const choices = browserChoices.get()
  if (!choices) return submit(nothingForm, form, async () => ({ ok: false, code: 'not_found' }))
  const { schema, preference, write, done } = choices
  return submit(schema, form, async (chosen) => {
    await writeCookies([preferenceToWrite(preference, write(chosen))])
    return { ok: true, message: done }
  })
}
