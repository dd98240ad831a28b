import 'server-only'
import { escapeHtml, page } from './page'

/** @param email what was typed before, when that was refused */
export function signInPage(email?: string): string {
  const refused = email === undefined ? '' : '<p role="alert">That is not the right email and password.</p>'
  return page(
    'Local provider',
    `<p>An OpenID Provider of its own, for the lab.</p>
${refused}
<form method="post">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email ?? '')}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>`,
  )
}
