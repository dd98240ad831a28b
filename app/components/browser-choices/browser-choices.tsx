import { readBrowserChoices } from '@/lib/auth/http/page-extras'
import { ChoicesForm } from './choices-form'

/** What may be chosen for this browser, folded away; nothing where there is nothing to choose. */
export async function BrowserChoices() {
  const choices = await readBrowserChoices()
  if (!choices) return null
  const { title, questions, chosen } = choices
  return (
    <details className="border-t border-line pt-5">
      <summary className="cursor-pointer text-[0.9375rem]">{title}</summary>
      <div className="pt-4">
        <ChoicesForm questions={questions} chosen={chosen} />
      </div>
    </details>
  )
}
