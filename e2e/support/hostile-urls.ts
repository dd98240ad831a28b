/** Places outside the app, as an attacker spells them: browsers read `\` as `/` and drop tabs and line ends. */
export const hostileUrls = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/%5cevil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'http:evil.example',
  '/account@evil.example\r\nLocation: https://evil.example',
  'http://localhost.evil.example/',
  'http://localhost@evil.example/',
]
