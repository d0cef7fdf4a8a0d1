import { BlockList, isIP } from 'node:net'

/**
 * Whether an address belongs to the public internet. Everything else (this machine, private and
 * shared networks, link-local with its cloud metadata, multicast, and IPv6 forms that carry an
 * IPv4 address inside) is where a request made for a caller must never go.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  const family = isIP(plain)
  if (family === 4) return !closed.check(plain, 'ipv4')
  if (family !== 6) return false
  return open6.check(plain, 'ipv6') && !closed.check(plain, 'ipv6')
}

const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  closed.addSubnet(network, bits, 'ipv4')
}
// Teredo and the rest of the protocol block, documentation, and 6to4, inside which any IPv4 address may hide.
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(network, bits, 'ipv6')

// Only global unicast is public; that leaves out loopback, mapped, NAT64, unique local, link-local and multicast at once.
const open6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
