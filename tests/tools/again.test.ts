import { expect, test } from 'vitest'
import { again } from '../../tools/again.mjs'

const [one, two, three] = ['tests/browser/a.test.ts', 'tests/browser/b.test.ts', 'tests/browser/c.test.ts']

test.each<[string, string[], object, string[]]>([
  ['nothing is walked again where nothing failed', [], {}, []],
  ['a journey in the browser is walked once more', [one], {}, [one]],
  ['two are', [one, two], {}, [one, two]],
  ['three are too many', [one, two, three], {}, []],
  ['what fails elsewhere has failed', ['core/b.test.ts'], {}, []],
  ['and so has a journey beside it', [one, 'core/b.test.ts'], {}, []],
  ['or beside what failed outside of all tests', [one], { unhandled: 1 }, []],
  ['or in a run that did not come to its end', [one], { ended: false }, []],
])('%s', (_, failed, more, walked) => expect(again({ failed, unhandled: 0, ended: true, ...more })).toEqual(walked))
