import { signInNote } from '@/lib/auth/http/page-extras'

/** Who may be tried here, where somebody may: the terminal that named them may be far away. */
export function SignInNote() {
  const note = signInNote.get()
  return (
    note && (
      <p className="border-t border-line pt-5 text-[0.9375rem]">
        {note.text} <code className="whitespace-nowrap select-all">{note.value}</code>
      </p>
    )
  )
}
