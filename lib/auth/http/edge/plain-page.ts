import 'server-only'

type Text = { title: string; paragraphs: string[]; head?: string }

export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * A page that stands alone: it must not need what just failed, or was refused.
 * @param text HTML: whatever does not come from our own sources must have gone through `escapeHtml`
 * @param nonce of its style
 */
export const plainPage = ({ title, paragraphs, head = '' }: Text, nonce: string) => `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}<title>${title} · Bothways</title>
<style nonce="${nonce}">
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.5rem; letter-spacing: -.01em }
  a { overflow-wrap: anywhere }
</style>
<h1>${title}</h1>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
`
