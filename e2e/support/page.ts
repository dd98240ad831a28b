import type { App } from './app'
import { Client } from './client'

/** A script of the build, as the start page names it. */
export async function staticFile(app: App): Promise<string> {
  const { text } = await new Client(app).get('/')
  return /\/_next\/static\/[^"']+\.js/.exec(text)?.[0] ?? ''
}

/** Attributes of every tag of a page, in order. */
export const tags = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'g'))].map(([, attributes = '']) => attributes)

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** What a page says, without its tags. */
export const textOf = (html: string) => unescaped(html.replace(/<[^>]*>/g, ''))

const attribute = (tag: string, name: string) =>
  unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')

/** What a form of the page would post, were it sent without JavaScript. Picks the form with this text in it. */
export function formFields(html: string, text: string): Record<string, string> {
  const form = [...html.matchAll(/<form\b.*?<\/form>/gs)]
    .map(([all]) => all)
    .find((all) => all.includes(text))
  if (!form) throw new Error(`No form says "${text}"`)
  const fields = tags(form, 'input').map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as const)
  return Object.fromEntries(fields.filter(([name]) => name !== '')) // without a name it is not sent
}

/** A body as browsers send it to a server action. */
export function multipart(fields: Record<string, string>) {
  const boundary = 'boundary-of-a-test'
  const part = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const body = `${Object.entries(fields).map(part).join('')}--${boundary}--\r\n`
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** Where a page that a form led to goes on by itself. */
export const onwardFrom = (html: string) =>
  unescaped(/<meta http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1] ?? '')
