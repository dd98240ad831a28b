import type { FormState } from '@/lib/api-schema'
import { Notice } from '../notice'

/**
 * What became of the form, in a sentence. Always there, so that a screen reader hears it change;
 * while it is empty it takes back the gap of the form.
 */
export const FormMessage = ({ state: { message, done } }: { state: FormState }) => (
  <div aria-live="polite" className="empty:-mb-5">
    {message && <Notice tone={done ? 'ok' : 'refused'}>{message}</Notice>}
  </div>
)
