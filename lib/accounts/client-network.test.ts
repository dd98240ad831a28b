import { expect, test } from 'vitest'
import { clientNetwork } from './throttle'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['64:ff9b::c000:207', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::192.0.2.7', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['fe80::2%another', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => expect(clientNetwork(address)).toBe(network))

test.each([
  'unknown',
  '',
  '192.0.2.7%',
  '192.0.2',
  '0300.0.2.7',
  '2001:db8::1::2',
  'fe80::1%',
  'a'.repeat(9000),
])('"%s" is no address: all of that kind are one client', (junk) =>
  expect(clientNetwork(junk)).toBe('unknown'),
)
