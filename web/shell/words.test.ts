import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { shortWords } from './words.en.ts'
import { words } from './words.hi.ts'
import { called, t, useModelWords } from './words.ts'

const room = join(import.meta.dirname, '..')

describe('The shell speaks Hindi', () => {
  test('in every sentence it has', () => {
    expect([...said()].filter(sentence => !Object.hasOwn(words, sentence)).sort()).toEqual([])
  })

  test('and translates nothing that nobody says', () => {
    const sources = texts().join('\n')
    const unused = Object.keys(words).filter(sentence => !sources.includes(`'${sentence}'`) && !sources.includes(`"${sentence}"`))
    expect(unused).toEqual([])
  })

  test('one word in one way: of two meanings each has an English word of its own', async () => {
    const folder = join(import.meta.dirname, 'hindi')
    const files = (await Promise.all(readdirSync(folder).map(file => import(join(folder, file))))) as { readonly [name: string]: typeof words }[]
    const pairs = files.flatMap(file => Object.values(file)).flatMap(Object.entries)
    expect(pairs.length).toBeGreaterThan(1000)
    expect(pairs.filter(([english, hindi]) => words[english] !== hindi)).toEqual([])
  })

  test('with the same places to fill in', () => {
    const differing = Object.entries(words).filter(([english, hindi]) => places(english).join() !== places(hindi).join())
    expect(differing).toEqual([])
  })

  test('in sentences that can be put together', () => {
    const broken = Object.values(words).filter(hindi => {
      try {
        return !new IntlMessageFormat(hindi, 'hi-IN', undefined, { ignoreTag: true })
      } catch {
        return true
      }
    })
    expect(broken).toEqual([])
  })
})

test('English says a word that means two things in its short form, and as a model calls it where it does', () => {
  expect([t('To whom'), called('To whom'), t('To')]).toEqual(['To', 'To', 'To'])
  expect(Object.keys(shortWords).filter(key => !words[key] || words[key] === words[shortWords[key] ?? ''])).toEqual([])
})

test('What a workspace calls its own does not reach into the sentences of the shell', () => {
  useModelWords({ Cancel: 'Void invoice', Firms: 'Shops' })
  expect([t('Cancel'), called('Cancel'), called('Firms'), t('Firms')]).toEqual(['Cancel', 'Void invoice', 'Shops', 'Firms'])
  useModelWords({})
})

/** Every text given to `t` as it stands in the source. */
function said(): ReadonlySet<string> {
  const found = texts().flatMap(text => [...text.matchAll(/\bt\(\s*(['"])((?:\\.|(?!\1).)*)\1/g)].map(match => (match[2] ?? '').replaceAll("\\'", "'")))
  return new Set(found)
}

function texts(): readonly string[] {
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('hindi') && !file.endsWith('words.hi.ts'),
  )
  return files.map(file => readFileSync(join(room, file), 'utf8'))
}

function places(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)[,}]/g)].map(match => match[1] ?? '').sort()
}
