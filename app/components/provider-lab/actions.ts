'use server'
import { submit } from '@/lib/auth/http/action'
import { labIsOn } from '@/lib/auth/http/lab'
import { writeProviderLab } from '@/lib/auth/http/provider-lab'
import { providerLabForm, type FormState } from '@/lib/api-schema'

/** Only in the lab: elsewhere the app's own settings decide. */
export async function chooseProviderLab(_before: FormState, form: FormData): Promise<FormState> {
  return submit(providerLabForm, form, async (choice) => {
    if (!labIsOn()) return { ok: false, code: 'not_found' }
    await writeProviderLab(choice)
    return { ok: true, message: 'Kept for this browser. It counts from the next sign-in.' }
  })
}
