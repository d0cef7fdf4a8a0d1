import { expect, test } from 'vitest'
import { again } from '../../tools/again.mjs'

const ran = (...failed: string[]) => ({
  testResults: [...failed.map(path => ({ name: `/srv/sangam/${path}`, status: 'failed' })), { name: '/srv/sangam/core/a.test.ts', status: 'passed' }],
})

test.each<[string, string[], string[]]>([
  ['nothing is walked again where nothing failed', [], []],
  ['a journey in the browser is walked once more', ['tests/browser/a.test.ts'], ['tests/browser/a.test.ts']],
  ['two are', ['tests/browser/a.test.ts', 'tests/browser/b.test.ts'], ['tests/browser/a.test.ts', 'tests/browser/b.test.ts']],
  ['three are too many', ['tests/browser/a.test.ts', 'tests/browser/b.test.ts', 'tests/browser/c.test.ts'], []],
  ['what fails elsewhere has failed', ['core/b.test.ts'], []],
  ['and so has a journey beside it', ['tests/browser/a.test.ts', 'core/b.test.ts'], []],
])('%s', (_, failed, walked) => expect(again(ran(...failed), '/srv/sangam')).toEqual(walked))
