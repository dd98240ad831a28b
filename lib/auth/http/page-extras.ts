import 'server-only'
import type { z } from 'zod'
import { hook } from '@/lib/hooks'
import { contextHere } from './identify'
import { preferenceIn } from './preference'

/** Hooks for what pages show in addition: links, notes, choices. All of it is data; the page decides how it looks. */

/** `anew`: the link loads a whole document, because the page behind it has a Content-Security-Policy of its own. */
export type ExtraLink = { href: string; text: string; anew?: boolean }

/** Links of the two navigations, before those that every app has. */
export const extraLinks = hook<{ main: readonly ExtraLink[]; more: readonly ExtraLink[] }>('extra-links', {
  main: [],
  more: [],
})

/** Where a person finds mails that are kept on this machine instead of sent: `text: link.` Null if mails are sent. */
export type MailNote = { text: string; link: ExtraLink }
export const mailNote = hook<MailNote | null>('mail-note', null)

/** A sentence below the sign-in form, and the `value` at its end, which a person can copy. */
export const signInNote = hook<{ text: string; value: string } | null>('sign-in-note', null)

type Question = {
  name: string
  legend: string
  options: readonly (readonly [value: string, label: string])[]
}

/** What a person may choose below the sign-in form, for this browser. The choice is kept in a preference cookie. */
export type BrowserChoices = {
  preference: string
  title: string
  questions: readonly Question[]
  schema: z.ZodType<Record<string, string>>
  /** @param kept the value of the preference */
  read: (kept: string | undefined) => Record<string, string>
  write: (chosen: Record<string, string>) => string
  /** what the form says after the choice was stored */
  done: string
}
export const browserChoices = hook<BrowserChoices | null>('browser-choices', null)

/** The choices with what this browser chose, as a form shows them; null where there is nothing to choose. */
export async function readBrowserChoices() {
  const choices = browserChoices.get()
  if (!choices) return null
  const { title, questions, preference, read } = choices
  return { title, questions, chosen: read(preferenceIn((await contextHere()).presented, preference)) }
}
