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
  })
})

describe('what can not be meant is refused with the way out', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT is "http". Give a whole number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT is "70000". Give a whole number from 0 to 65535.'],
    [{ SANGAM_POOL: '0' }, 'SANGAM_POOL is "0". Give a whole number from 1 to 200.'],
    [{ SANGAM_URL: 'erp.example.com' }, 'SANGAM_URL is "erp.example.com". Give the address people open, such as https://sangam.example.com.'],
    [{ SANGAM_URL: 'https://example.com/erp' }, 'SANGAM_URL is "https://example.com/erp". Give the address people open, such as https://sangam.example.com.'],
    ...['http://registry.example.com', 'https://me:secret@registry.example.com', 'npm'].map((at): [{ readonly [name: string]: string }, string] => [
      { SANGAM_NPM_REGISTRY: at },
      `SANGAM_NPM_REGISTRY is "${at}". Give an address such as https://registry.npmjs.org, or none; http:// only for a host that SANGAM_LOCAL_HOSTS names.`,
    ]),
  ])('%j', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })
})
