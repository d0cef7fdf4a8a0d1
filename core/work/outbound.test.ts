import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { isPublicAddress } from './address.ts'
import { callOut } from './outbound.ts'

const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map(server => new Promise(done => server.close(done)))))

/** A server on this machine that counts who knocks. */
async function canary(listener: RequestListener = (_, answer) => answer.end('secret')): Promise<{ port: number; knocks: () => number }> {
  let knocks = 0
  const server = createServer(listener)
  server.on('connection', () => knocks++)
  servers.push(server)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return { port: (server.address() as AddressInfo).port, knocks: () => knocks }
}

describe('an address on the public internet', () => {
  test.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])('%s may be called', address => {
    expect(isPublicAddress(address)).toBe(true)
  })
  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:1::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
    '',
  ])('%s may not', address => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('a call out', () => {
  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://LOCALHOST.',
    'http://2130706433',
    'http://0x7f000001',
    'http://0177.0.0.1',
    'http://127.1',
    'http://0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://①②⑦.⓪.⓪.①',
  ])('to %s reaches nothing on this machine', async host => {
    const { port, knocks } = await canary()
    await expect(callOut(`${host}:${port}/`)).rejects.toMatchObject({ code: 'address_refused' })
    expect(knocks()).toBe(0)
  })

  test.each(['file:///etc/passwd', 'ftp://example.com', 'http://user:pass@example.com', 'not an address', ''])('takes no "%s"', async address => {
    await expect(callOut(address)).rejects.toMatchObject({ code: 'address_invalid' })
  })

  test('is refused when one of the addresses of a name is private', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.5', family: 4 },
    ]
    await expect(callOut('http://two.example', { resolve })).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('looks a name up once, so a second answer can not lead it inside', async () => {
    const { port, knocks } = await canary()
    let asked = 0
    const resolve = async () => [{ address: asked++ === 0 ? '203.0.113.9' : '127.0.0.1', family: 4 }]
    await expect(callOut(`http://rebind.example:${port}`, { resolve, timeoutMs: 300 })).rejects.toThrow()
    expect([asked, knocks()]).toEqual([1, 0])
  })

  test('goes to named hosts only, where they are named', async () => {
    const { port } = await canary()
    const rules = { hosts: ['hooks.example.com'], local: true, resolve: async () => [{ address: '127.0.0.1', family: 4 }] }
    expect((await callOut(`http://hooks.example.com:${port}`, rules)).body.toString()).toBe('secret')
    await expect(callOut(`http://evil-hooks.example.com:${port}`, rules)).rejects.toMatchObject({ code: 'address_refused' })
    await expect(callOut(`http://hooks.example.com.evil.com:${port}`, rules)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('does not follow a redirect', async () => {
    const inner = await canary()
    const { port } = await canary((_, answer) => answer.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end())
    expect((await callOut(`http://127.0.0.1:${port}`, { local: true })).status).toBe(302)
    expect(inner.knocks()).toBe(0)
  })

  test('stops at its limit of bytes, announced or not', async () => {
    const endless = await canary((_, answer) => {
      const more = () => void (answer.write('x'.repeat(10_000)) ? setImmediate(more) : answer.once('drain', more))
      more()
    })
    await expect(callOut(`http://127.0.0.1:${endless.port}`, { local: true, maxBytes: 50_000 })).rejects.toThrow('larger than 50000 bytes')
    const announced = await canary((_, answer) => answer.writeHead(200, { 'content-length': '10000000000' }).flushHeaders())
    await expect(callOut(`http://127.0.0.1:${announced.port}`, { local: true })).rejects.toThrow('larger than')
  })

  test('stops at its limit of time', async () => {
    const { port } = await canary(() => undefined)
    await expect(callOut(`http://127.0.0.1:${port}`, { local: true, timeoutMs: 100 })).rejects.toThrow('took too long')
  })
})
