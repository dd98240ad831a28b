import 'server-only'
import { startEmbedded } from '../index'

/** A process that starts the server, says where it is, and stays until it is killed. */
const [dataDir = '', password = ''] = process.argv.slice(2)
const { url } = await startEmbedded({ dataDir, password, durable: false })
process.send?.(url)
process.on('message', () => {})
