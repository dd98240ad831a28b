import { writeFileSync } from 'node:fs'
import { startEmbedded } from '@/lib/db/embedded'
import { applyMigrations } from '@/lib/db/migrate'
const e = await startEmbedded({ dataDir: '/tmp/bw-lead', password: 'abcdefghijklmnopqrstuvwxyz0123456789' })
await applyMigrations(e.url)
process.env.DATABASE_URL = e.url
const { seedDemo } = await import('@/lib/accounts')
await seedDemo(new Date())
writeFileSync('/tmp/bw-lead.env', `DATABASE_URL='${e.url}'\n`)
e.supervise(console.log)
console.log('ready')
setInterval(() => {}, 1e6)
