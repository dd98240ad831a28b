import 'server-only'
import type { z } from 'zod'
import { hook } from '@/lib/hooks'
import { contextHere } from './identify'
import { preferenceIn } from './preference'

/** What pages show beside what is their own. All of it is data: a page knows how it looks, not where it comes from. */

/** `anew`: the page is loaded anew, since its policy is another one than that of the page before. */
export type ExtraLink = { href: string; text: string; anew?: boolean }

/** Links of the two navigations, before those that every app has. */
export const extraLinks = hook<{ main: readonly ExtraLink[]; more: readonly ExtraLink[] }>('extra-links', {
  main: [],
  more: [],
})

/** Where mail is to be found that leaves no machine: `text: link.` Null where mail is sent. */
export type MailNote = { text: string; link: ExtraLink }
export const mailNote = hook<MailNote | null>('mail-note', null)

/** A sentence below the sign-in form, and what it ends with, to be copied. */
export const signInNote = hook<{ text: string; value: string } | null>('sign-in-note', null)

type Question = {
  name: string
  legend: string
  options: readonly (readonly [value: string, label: string])[]
}

/** What somebody may choose below the sign-in form, for this browser. It is kept as a preference. */
export type BrowserChoices = {
  preference: string
  title: string
  questions: readonly Question[]
  schema: z.ZodType<Record<string, string>>
  /** @param kept the value of the preference */
  read: (kept: string | undefined) => Record<string, string>
  write: (chosen: Record<string, string>) => string
  /** what the form says when it is done */
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
