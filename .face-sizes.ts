import { launchApp } from '/work/wt-face/e2e/support/app'
import { makePerson, signedIn } from '/work/wt-face/e2e/support/people'
import { gzipSync } from 'node:zlib'
import { frameworkBytes, scriptsIn } from '/work/wt-face/scripts/pages/scripts-of-page'
const app = await launchApp()
const { jar } = await signedIn(app, await makePerson(app))
console.log('framework', frameworkBytes())
for (const [path, inn] of [['/',0], ['/sign-in',0], ['/sign-up',0],['/account',1],['/compare',1]] as const) {
  const html = await (await fetch(app.url + path, {headers: inn ? {cookie: jar.header} : {}})).text()
  let sum=0; const lines=[]
  for (const s of scriptsIn(html, app.url)) { const b=Buffer.from(await (await fetch(s)).arrayBuffer()); const g=gzipSync(b).length; sum+=g; lines.push(`${s.split('/').at(-1)} ${b.length} ${g}`)}
  console.log(path, sum - frameworkBytes() , 'above', sum - frameworkBytes() - 3515); console.log(lines.slice(3).join('\n'))
}
await app.stop()
