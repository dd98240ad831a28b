'use server'
import { submit } from '@/lib/auth/http/action'
import { writeTheme } from '@/lib/auth/http/preference'
import { themeForm } from '@/lib/api-schema/fields'

export async function chooseTheme(form: FormData): Promise<void> {
  await submit(themeForm, form, async ({ theme }) => {
    await writeTheme(theme)
    return { ok: true }
  })
}
