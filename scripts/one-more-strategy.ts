import { byHand, filesThatFail } from './one-more-strategy/files-to-touch'

/**
 * `npm run one-more-strategy`: what one more row in lib/strategies.ts asks for. Compiles the tree as it would be with the row
 * (in memory, nothing is written) and lists the existing files that have to be touched: those that the compiler finds,
 * and those that a unit test finds (lib/strategies.test.ts). Ends with 1 where there are more than `most`.
 */

const most = 12

function main(carrier: string) {
  if (carrier !== 'cookie' && carrier !== 'header') throw new Error('--carrier is cookie or header')
  const failing = filesThatFail(carrier)
  const touched = [...byHand, ...failing.keys()]
  console.log(`One more strategy in a ${carrier} touches ${touched.length} existing files (at most ${most}):`)
  for (const file of byHand) console.log(`  ${file}`)
  for (const [file, error] of failing) console.log(`  ${file}: ${error.slice(0, 160)}`)
  if (touched.length > most) process.exitCode = 1
}

main(process.argv[2]?.replace('--carrier=', '') ?? 'header')
