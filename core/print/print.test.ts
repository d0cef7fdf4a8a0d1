import { describe, expect, it } from 'vitest'
import { Paper } from './paper.ts'
import { blocksOf } from './rich.ts'
import { fitted, Table } from './table.ts'
import { inTurn } from './turn.ts'
import { printable, wrapped } from './typeset.ts'

describe('A text on paper', () => {
  it.each([
    ['keeps letters, breaks and the joiners of Hindi', 'र्‍य\nक्‌ष ₹', 'र्‍य\nक्‌ष ₹'],
    ['loses control characters and what turns it around', 'a\u0000\u001b\u202eb\u2066c\ufeff\u00ad', 'abc'],
    ['takes every kind of line break for one', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['shows half a character as what it is', 'x\ud800y', 'x\ufffdy'],
    ['is cut with three dots', 'abcdef', 'abcd…', 4],
  ] as const)('%s', (_, text, shown, most?: number) => {
    expect(printable(text, most)).toBe(shown)
  })

  it.each([
    ['at spaces', 'one two three', 8, ['one two', 'three']],
    ['within a word that is too wide', 'abcdefgh ij', 4, ['abcd', 'efgh', 'ij']],
    ['never within a sign of several letters', 'क्षिक्षि', 5, ['क्षि', 'क्षि']],
    ['where somebody broke it', 'a\n\nb', 4, ['a', '', 'b']],
    ['and not where it fits', 'as it is', 8, ['as it is']],
  ])('is broken %s', (_, text, width, lines) => {
    expect([...wrapped(part => part.length, text, width)]).toEqual(lines)
  })

  it('of a megabyte is broken only as far as it is asked for', () => {
    let asked = 0
    const lines = wrapped(
      part => {
        asked += 1
        return part.length
      },
      'क'.repeat(1_000_000),
      50,
    )
    for (let line = 0; line < 10; line += 1) lines.next()
    expect(asked).toBeLessThan(700)
  })
})

describe('A formatted text on paper', () => {
  it('is its headings, paragraphs, quotes and lists', () => {
    const html =
      '<h2>Terms</h2><p>Pay &amp; <strong>go</strong><br />home</p><ol><li>One<ul><li>deep</li></ul></li><li><p>Two</p></li></ol><blockquote><p>said</p></blockquote><hr />'
    expect(blocksOf(html).map(({ kind, text, depth, number }) => [kind, text, depth, number])).toEqual([
      ['heading', 'Terms', 0, null],
      ['paragraph', 'Pay & go\nhome', 0, null],
      ['item', 'One', 1, 1],
      ['item', 'deep', 2, null],
      ['item', 'Two', 1, 2],
      ['quote', 'said', 0, null],
      ['rule', '', 0, null],
    ])
  })

  it.each([
    ['<script>alert(1)</script>word', ['word']],
    ['<img src="http://169.254.169.254/" onerror="x()">word', ['word']],
    ['<p <b>a&#0;&#x110000;b', ['<p ab']],
    ['<!-- never closed', []],
    ['&lt;b&gt; stays', ['<b> stays']],
  ])('of %s keeps words alone', (html, words) => {
    expect(blocksOf(html).map(block => block.text)).toEqual(words)
  })

  it('may be nested and broken as deep as it likes', () => {
    expect(blocksOf(`${'<ul><li>'.repeat(100_000)}x${'<a '.repeat(100_000)}`).map(block => [block.kind, block.depth])).toEqual([['item', 4]])
  })
})

describe('A long list', () => {
  it('is handed on page by page, and no more than a page is kept', async () => {
    const paper = await Paper.open({ title: 'Long', letterhead: null, stamp: '', page: 'Page', language: 'en' })
    const columns = ['Name', 'Value'].map((header, at) => ({ header, figure: at === 1, summed: at === 1 }))
    const table = new Table(paper, columns, fitted(paper, columns, [['Row 1', '1']]))
    const sizes: number[] = []
    for (let row = 0, seen = paper.pages; row < 250; row += 1) {
      table.row([`Row ${row} of ग्राहक`, String(row)])
      if (paper.pages === seen) continue
      seen = paper.pages
      for await (const bytes of paper.finished()) sizes.push(bytes.length)
    }
    table.end()
    expect(sizes.length).toBe(paper.pages - 1)
    expect(Math.max(...sizes)).toBeLessThan(20_000)
    for await (const bytes of paper.end()) sizes.push(bytes.length)
  })
})

describe('Who prints', () => {
  it('has two papers in print at the most, and the next when one of them is done or given up', async () => {
    const asha = { workspace: 'main', user: { id: 'asha' } } as never
    const paper = (ctx: never) =>
      inTurn(ctx, async function* () {
        yield new Uint8Array(1)
        yield new Uint8Array(2)
      })
    const [first, second] = [paper(asha), paper(asha)]
    await Promise.all([first.next(), second.next()])
    await expect(paper(asha).next()).rejects.toMatchObject({ status: 429, code: 'printing' })
    expect((await paper({ workspace: 'main', user: { id: 'ravi' } } as never).next()).done).toBe(false)
    await first.return(undefined)
    expect((await paper(asha).next()).done).toBe(false)
  })
})
