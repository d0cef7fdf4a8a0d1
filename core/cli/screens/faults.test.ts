import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './faults.ts'

/** What is in « » is an expression. */
const found = async (template: string): Promise<string[]> =>
  (await faultsOf({ 'web/index.ts': template.replaceAll('«', '$\u007b').replaceAll('»', '}') })).faults.map(({ line, text }) => `${line}: ${text}`)

const order = 'Keys go through a page in its own order: write 0, and put the element where it is to be reached.'
const words = (what: string, by = 'aria-label') => `has a <${what}> without words. Write in it what it does, or say it as ${by}=…: a picture is not heard.`
const label = (what: string) => `has a <${what}> without a label. Put it into a <label> with words, or give it aria-label=…: a placeholder goes when one types.`
const clicked = (what: string) => `has a <${what}> that is clicked and no key reaches. Make it a <button>, or a link with href.`

describe('a screen that somebody can’t use is told of, with the way out', () => {
  test.each<[string, string, string[]]>([
    [
      'an order of its own',
      'html`\n<p tabindex="3">a</p><p tabindex="0">b</p><p tabindex=«2»>c</p>`',
      [`2: sets tabindex="3". ${order}`, `2: sets tabindex="2". ${order}`],
    ],
    [
      'a picture',
      'html`<img src="a.png"><img alt="" src="b.png"><img alt=«name»>`',
      ['1: has an <img> without alt. Say in it what the picture shows; alt="" where it only decorates.'],
    ],
    ['a button with a sign', 'html`<button>×</button><button aria-label=«t("Close")»>×</button><button>«t("Close")»</button>`', [`1: ${words('button')}`]],
    [
      'a button with an icon',
      'html`<sangam-button icon="close"></sangam-button><sangam-button icon="close" label=«t("Close")»></sangam-button>`',
      [`1: ${words('sangam-button', 'label')}`],
    ],
    [
      'a button that may be empty',
      'html`<button>«busy ? nothing : html`<sangam-icon name="plus"></sangam-icon>`»</button><button>«busy ? nothing : t("Add")»</button>`',
      [`1: ${words('button')}`],
    ],
    ['a link with a picture', 'html`<a href="/x"><img alt="" src="a.png"></a><a href="/x"><img alt="Home" src="a.png"></a>`', [`1: ${words('a')}`]],
    ['what is a button by its role', 'html`<span role="button" tabindex="0" @click=«go»><svg></svg></span>`', [`1: ${words('span')}`]],
    [
      'a field',
      'html`<input type="search" placeholder="Search"><input aria-label="Search"><label>Name <input></label><input type="hidden">`',
      [`1: ${label('input type="search"')}`],
    ],
    ['a field beside its label', 'html`<label for="n">Name</label><input id="n"><select id="m"></select>`', [`1: ${label('select')}`]],
    [
      'a field in a template of its own',
      'html`<label>Name «open ? html`<input>` : nothing»</label>«html`<p><textarea></textarea></p>`»`',
      [`1: ${label('textarea')}`],
    ],
    [
      'a dialog',
      'html`<sangam-dialog open></sangam-dialog><sangam-dialog open heading=«t("Why?")»></sangam-dialog>`',
      ['1: has a <sangam-dialog> without a name. Say what it is as heading=….'],
    ],
    ['a picker', 'html`<sangam-pick entity="parties.party"></sangam-pick>`', ['1: has a <sangam-pick> without a name. Say what it is as label=….']],
    ['a page within', 'html`<iframe src="x"></iframe>`', ['1: has a <iframe> without a name. Say what it is as title=….']],
    [
      'a line that is clicked',
      'html`<ul>«rows.map(row => html`<li @click=«() => go(row)»>«row.name»</li>`)»</ul><a @click=«go»>Go</a>`',
      [`1: ${clicked('li')}`, `1: ${clicked('a')}`],
    ],
    [
      'a box that is clicked',
      'html`<div @click=«go»>«t("Go")»</div><div @click=«listen»><button>Go</button></div><div @click=«listen»>«this.#rows()»</div>`',
      [`1: ${clicked('div')}`],
    ],
    [
      'what only running it tells',
      'html`<button>«this.#words()»</button><sangam-button icon="x" label=«name»></sangam-button><label>«this.#field()»</label>`; html`<input>`',
      [],
    ],
    ['what is no screen', 'css`.a { color: red }`; const text = `<img>`', []],
  ])('%s', async (_, template, said) => {
    expect(await found(template)).toEqual(said)
  })
})

test('the screens of the product and of strangers have none', async () => {
  const root = join(import.meta.dirname, '..', '..', '..')
  const sources = ['web', 'plugins', 'tests/third-party'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !/node_modules|\.test\.ts$/.test(file))
      .map(file => join(folder, file)),
  )
  const { templates, faults } = await faultsOf(Object.fromEntries(sources.map(file => [file, readFileSync(join(root, file), 'utf8')])))
  expect(templates).toBeGreaterThan(800)
  expect(faults.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([])
})
