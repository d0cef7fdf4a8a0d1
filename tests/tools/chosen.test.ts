import { expect, test } from 'vitest'
import { chosen } from '../../tools/chosen.mjs'
import config from '../../vitest.config.ts'

test('without a Chromium “npm test” says so in one line and runs all the rest; with one it runs everything and says nothing', () => {
  const all = ((config as { readonly test: { readonly projects: readonly { readonly test: { readonly name: string } }[] } }).test.projects ?? []).map(
    one => one.test.name,
  )
  const { projects, says } = chosen(null)
  expect(projects.filter(one => one !== '--project').toSorted()).toEqual(all.filter(name => name !== 'browser').toSorted())
  expect(says?.split('\n')).toEqual(['No Chromium was found, so the browser tests are left out; set SANGAM_CHROMIUM to run them.'])
  expect(chosen('/usr/bin/chromium')).toEqual({ projects: [], says: null })
})
