import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

interface Locked {
  readonly version?: string
  readonly link?: boolean
  readonly license?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly dependencies?: { readonly [name: string]: string }
  readonly devDependencies?: { readonly [name: string]: string }
  readonly peerDependencies?: { readonly [name: string]: string }
  readonly optionalDependencies?: { readonly [name: string]: string }
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: { readonly [path: string]: Locked } }

test('the lock file names every package of every platform, without which npm ci refuses', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(300)
  const named = (path: string, name: string): boolean => {
    if (Object.hasOwn(packages, `${path ? `${path}/` : ''}node_modules/${name}`)) return true
    return path !== '' && named(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
  }
  const absent = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !named(path, name))
      .map(name => `${path}: ${name}`),
  )
  expect(absent).toEqual([])
})

test('every package comes from the registry as the lock file knows it: its sum is there, and no place, repository, file or other package stands for it', () => {
  const installed = Object.entries(packages).filter(([path]) => path.includes('node_modules/'))
  const ours = Object.keys(packages).filter(path => path !== '' && !path.includes('node_modules/'))
  expect(installed.filter(([, { link, integrity }]) => !link && !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')).map(([path]) => path)).toEqual([])
  // Only our own folders are linked.
  expect(installed.filter(([, { link, resolved }]) => link && !ours.includes(resolved ?? '')).map(([path]) => path)).toEqual([])
  // A version of another form would be fetched from where it says: `git+ssh://…`, `file:…`, `https://…`, `npm:another@1`.
  const wanted = ['', ...ours].flatMap(path => {
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = packages[path] ?? {}
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }).map(([name, version]) => `${name} ${version}`)
  })
  expect(wanted.length).toBeGreaterThan(50)
  expect(wanted.filter(one => !/ [\^~]?\d+\.\d+\.\d+(-[\w.]+)?$| \*$/.test(one))).toEqual([])
})

test('every package may be given on, and none names the place it was fetched from', () => {
  const free =
    /^\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Unlicense|Python-2\.0|MPL-2\.0|OFL-1\.1|Zlib|WTFPL|EPL-2\.0)/
  // Three small ones of long standing say no licence in their package.json; exceljs, the API reference page and pdfkit (whose one has the MIT text beside it) bring them.
  const silent = /\/(buffers|neverpanic|png-js)$/
  const others = Object.entries(packages).filter(
    ([path, one]) => path.startsWith('node_modules/') && !silent.test(path) && !one.link && !one.license?.split(/ (?:OR|AND) /).some(name => free.test(name)),
  )
  expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  expect(Object.entries(packages).filter(([, { resolved, link }]) => resolved !== undefined && !link)).toEqual([])
})
