/**
 * For a page that was opened under another name than the app has (127.0.0.1 for localhost): its forms are refused there.
 * Only a browser can tell: the server may be behind a proxy that sends any Host. Without a script the refusal says it.
 * @param origin AUTH_URL
 */
export function sayOtherAddress(origin: string) {
  const notice = document.createElement('p')
  notice.role = 'alert'
  notice.className = 'notice refused mb-8'
  notice.textContent = `You opened this app at ${location.origin}. Nothing can be changed from there: forms are taken at ${origin} only. `
  const link = document.createElement('a')
  link.textContent = `Go on at ${origin}`
  link.href = origin + location.pathname
  link.onclick = () => void (link.href = origin + location.pathname) // it may be another page by now
  notice.append(link)
  document.querySelector('main')?.prepend(notice)
}
