import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { own, partsIn } from './docs.ts'

const web = join(import.meta.dirname, '..')
const parts = partsIn(readFileSync(join(web, '..', 'sdk', 'web-parts.ts'), 'utf8'))
const sources = readdirSync(join(web, 'ui')).map(file => readFileSync(join(web, 'ui', file), 'utf8'))

/** Each element of web/ui with the properties that are set from outside. */
const elements = new Map(
  sources.flatMap(source =>
    [...source.matchAll(/class (Sg\w+) extends[\s\S]*?static override properties = \{([\s\S]*?)\n? {2}(?:\}\n|declare)/g)].map(([, name = '', body = '']) => {
      const tag = new RegExp(`define\\('([\\w-]+)', ${name}\\)`).exec(source)?.[1] ?? name
      return [
        tag,
        [...body.matchAll(/(\w+): \{([^{}]*)\}/g)].filter(([, , options]) => !options?.includes('state: true')).map(([, property]) => property),
      ] as const
    }),
  ),
)

describe('The gallery', () => {
  test('knows every part there is: those of plugins from the SDK, and the shell’s own', () => {
    const defined = sources.flatMap(source => [...source.matchAll(/customElements\.define\('([\w-]+)'/g)].map(match => match[1]))
    expect(defined.length).toBeGreaterThan(10)
    expect(defined.toSorted()).toEqual([...parts.map(part => part.tag), ...Object.keys(own)].toSorted())
  })

  test('shows each of them in some states', () => {
    const states = readFileSync(join(web, 'gallery', 'states.ts'), 'utf8')
    expect([...parts.map(part => part.tag), ...Object.keys(own)].filter(tag => !states.includes(`'${tag}': [`))).toEqual([])
  })

  test('has for each part a sentence and an example that uses it', () => {
    expect(parts.filter(part => part.text.length < 20 || part.text.length > 300 || !part.example.includes(`<${part.tag}`)).map(part => part.tag)).toEqual([])
  })

  test('describes the properties that a part has, and no others', () => {
    const said = parts.map(({ tag, properties }) => [tag, properties.map(({ name }) => name).toSorted()])
    expect(said).toEqual(parts.map(({ tag }) => [tag, elements.get(tag)?.toSorted()]))
  })
})
