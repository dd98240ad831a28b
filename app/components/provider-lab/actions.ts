'use server'
import { submit } from '@/lib/auth/http/action'
import { labIsOn } from '@/lib/auth/http/lab'
import { writeProviderLab } from '@/lib/auth/http/provider-lab'
import { providerLabForm, type FormState } from '@/lib/api-schema'

/** Only in the lab: elsewhere the app's own settings decide. */
export async function chooseProviderLab(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(providerLabForm, form, async (choice) => {
    if (!labIsOn()) return { code: 'not_found' }
    await writeProviderLab(choice)
  })
  return state.done ? { ...state, message: 'Kept for this browser. It counts from the next sign-in.' } : state
}
