import { prepareClient } from '@/scripts/launch/generated-client'
import { copyApp, preparePeers } from './build'
import { Load } from './load'
import { SignedIn } from './variants/variant'
import { variantsOfApp } from './variants/ours'
import { variantsOfPeers } from './variants/peers'
import { startWorld } from './world'
console.time('all')
await prepareClient(new AbortController().signal)
await preparePeers()
copyApp()
console.timeLog('all', 'copied')
const world = await startWorld(64)
console.timeLog('all', 'world')
const load = new Load()
try {
  const app = variantsOfApp(world.app, world.person)
  const peers = await variantsOfPeers(world.peers, world.peersDatabaseUrl, world.person, world.peerPersonId).catch((e) => { console.log(world.peers.log()); throw e })
  const all = [...app.strategies, ...app.none, app.again, ...app.lookups, ...app.pages, ...peers]
  const signed = new SignedIn()
  for (let i = 0; i < 2; i++) for (const v of all) {
    try {
      const r = await load.round(await signed.target(v), 16, 0.4)
      console.log(v.name.padEnd(36), (r.requests / r.seconds).toFixed(0), r.medianMs.toFixed(2), r.p99Ms.toFixed(1))
    } catch (e) { console.log(v.name, String(e)) }
  }
} finally { load.end(); await world.end() }
console.timeLog('all', 'end')
