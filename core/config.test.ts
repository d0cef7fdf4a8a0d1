import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('nothing set means: this machine only, port 4000, an embedded database in ./data', () => {
  expect(readConfig({})).toEqual({
    dataDir: join(process.cwd(), 'data'),
    databaseUrl: null,
    databaseOwnerUrl: null,
    host: '127.0.0.1',
    port: 4000,
    url: 'http://localhost:4000',
    poolSize: 10,
    production: false,
    development: false,
    localHosts: [],
    npmRegistry: 'https://registry.npmjs.org',
    mail: null,
  })
})

test('the environment sets it', () => {
  const env = {
    SANGAM_DATA: '/srv/sangam',
    DATABASE_URL: 'postgres://db/sangam',
    SANGAM_HOST: '0.0.0.0',
    PORT: '8080',
    SANGAM_URL: 'https://erp.example.com/',
    SANGAM_POOL: '20',
    NODE_ENV: 'production',
    SANGAM_LOCAL_HOSTS: 'ERP.office.lan, 10.0.0.7',
    SANGAM_NPM_REGISTRY: 'http://10.0.0.7:4873/npm/',
    SANGAM_MAIL_URL: 'smtps://post%40example.com:s%3Acr%2Fet@smtp.example.com',
    SANGAM_MAIL_FROM: 'sangam@example.com',
    SANGAM_MAIL_NOTICES: 'yes',
  }
  expect(readConfig(env)).toEqual({
    dataDir: '/srv/sangam',
    databaseUrl: 'postgres://db/sangam',
    databaseOwnerUrl: null,
    host: '0.0.0.0',
    port: 8080,
    url: 'https://erp.example.com',
    poolSize: 20,
    production: true,
    development: false,
    localHosts: ['erp.office.lan', '10.0.0.7'],
    npmRegistry: 'http://10.0.0.7:4873/npm',
    mail: { host: 'smtp.example.com', port: 465, tls: 'first', user: 'post@example.com', password: 's:cr/et', from: 'sangam@example.com', notices: true },
  })
})

test.each([
  ['smtps://smtp.example.com', { host: 'smtp.example.com', port: 465, tls: 'first', user: null, password: null }],
  ['smtp://me:pass@smtp.example.com:2525/', { host: 'smtp.example.com', port: 2525, tls: 'demanded', user: 'me', password: 'pass' }],
  ['smtp://localhost?tls=off', { host: 'localhost', port: 25, tls: 'never', user: null, password: null }],
  ['smtp://[::1]:1025?tls=off', { host: '::1', port: 1025, tls: 'never', user: null, password: null }],
])('the mail server of the installation may be %s', (SANGAM_MAIL_URL, server) => {
  expect(readConfig({ SANGAM_MAIL_URL, SANGAM_MAIL_FROM: 'post@example.com' }).mail).toEqual({ ...server, from: 'post@example.com', notices: false })
})

test.each([
  'smtp.example.com',
  'https://me:hush@smtp.example.com',
  'smtps://me:hush@smtp.example.com?tls=off',
  'smtp://me:hush@smtp.example.com?tls=of',
  'smtps://me:hush@smtp.example.com/inbox',
  'smtps://me:hush%@smtp.example.com',
  'smtps://:hush@smtp.example.com',
  'smtps://me:hush@',
])('a mail server that is written %s is refused, and its password is not said', SANGAM_MAIL_URL => {
  const refused = () => readConfig({ SANGAM_MAIL_URL, SANGAM_MAIL_FROM: 'post@example.com' })
  expect(refused).toThrow('SANGAM_MAIL_URL is no address of a mail server. Give one such as smtps://user:password@smtp.example.com')
  expect(refused).not.toThrow('hush')
})

describe('what can not be meant is refused with the way out', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT is "http". Give a whole number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT is "70000". Give a whole number from 0 to 65535.'],
    [{ SANGAM_POOL: '0' }, 'SANGAM_POOL is "0". Give a whole number from 1 to 200.'],
    [{ SANGAM_URL: 'erp.example.com' }, 'SANGAM_URL is "erp.example.com". Give the address people open, such as https://sangam.example.com.'],
    [{ SANGAM_URL: 'https://example.com/erp' }, 'SANGAM_URL is "https://example.com/erp". Give the address people open, such as https://sangam.example.com.'],
    [
      { SANGAM_MAIL_URL: 'smtps://smtp.example.com' },
      'SANGAM_MAIL_URL is set and SANGAM_MAIL_FROM is not. Give the address that mails come from, such as sangam@example.com.',
    ],
    [
      { SANGAM_MAIL_URL: 'smtps://smtp.example.com', SANGAM_MAIL_FROM: 'post@example.com', SANGAM_MAIL_NOTICES: 'maybe' },
      'SANGAM_MAIL_NOTICES is "maybe". Give yes or no.',
    ],
    [{ SANGAM_MAIL_FROM: 'post@example.com' }, 'SANGAM_MAIL_FROM is set and SANGAM_MAIL_URL is not. Set both, or neither.'],
    [
      { SANGAM_MAIL_URL: 'smtps://smtp.example.com', SANGAM_MAIL_FROM: 'Sangam <post@example.com>' },
      'SANGAM_MAIL_FROM is "Sangam <post@example.com>". Give the address that mails come from, such as sangam@example.com.',
    ],
    ...['http://registry.example.com', 'https://me:secret@registry.example.com', 'npm'].map((at): [{ readonly [name: string]: string }, string] => [
      { SANGAM_NPM_REGISTRY: at },
      `SANGAM_NPM_REGISTRY is "${at}". Give an address such as https://registry.npmjs.org, or none; http:// only for a host that SANGAM_LOCAL_HOSTS names.`,
    ]),
  ])('%j', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })
})
