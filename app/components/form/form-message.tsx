import type { FormState } from '@/lib/forms'
import { Notice } from '../notice'

/** What became of the form, in a sentence. Always there, so that a screen reader hears it change. */
export const FormMessage = ({ state: { message, done } }: { state: FormState }) => (
  <div aria-live="polite" className="empty:hidden">
    {message && <Notice tone={done ? 'ok' : 'refused'}>{message}</Notice>}
  </div>
)
