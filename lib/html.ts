import 'server-only'

/** Text that is HTML already. Only `html` makes it, but for `trusted`. */
export class Html {
  constructor(readonly text: string) {}
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

type Value = string | Html | readonly Html[]
const textOf = (value: Value): string =>
  typeof value === 'string' ? escaped(value) : value instanceof Html ? value.text : value.map(textOf).join('')

/** A template whose values cannot become markup: text is escaped, Html is taken as it is. */
export const html = (parts: TemplateStringsArray, ...values: Value[]) =>
  new Html(parts.map((part, index) => part + textOf(values[index] ?? '')).join(''))

export const nothing = new Html('')
