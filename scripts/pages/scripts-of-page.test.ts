import { expect, test } from 'vitest'
import { scriptsIn } from './scripts-of-page'

test('the scripts of a page are those that a browser of today loads, each once', () => {
  const html = `<script src="/a.js?x=1&amp;y=2" async=""></script><script nonce="n">inline()</script>
    <script src="/old.js" noModule=""></script><script src="/a.js?x=1&amp;y=2"></script><link href="/c.js">`
  expect(scriptsIn(html, 'http://localhost:1/sign-in')).toEqual(['http://localhost:1/a.js?x=1&y=2'])
})
