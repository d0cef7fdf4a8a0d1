import { expect, test } from 'vitest'
import { byHalves, pageOfDays, placeIn } from './server/by-days.ts'

const year = { from: '2026-04-01', to: '2027-03-31' }

test('Sums of more than are read at once are read of fewer days, so that all of them come to the whole; a day with as many is refused and not cut', async () => {
  const day = (at: number): string => new Date(Date.parse(year.from) + at * 86_400_000).toISOString().slice(0, 10)
  const rows = Array.from({ length: 365 }, (_, at) => ({ day: day(at), tax: at }))
  const read = async ({ from, to }: typeof year) => rows.filter(row => from <= row.day && row.day <= to).slice(0, 50)
  const found = await byHalves(year, 50, read)
  expect([found.length, found.reduce((sum, row) => sum + row.tax, 0)]).toEqual([365, (364 * 365) / 2])
  await expect(byHalves(year, 1, read)).rejects.toMatchObject({ code: 'too_many_sums' })
})

test('A page of a year reads the days that fill it and no others, and the pages have each line once, wherever they end', async () => {
  const lines = ['2026-04-01', '2026-04-01', '2026-04-02', '2026-04-04', '2026-04-05', '2026-11-30', '2027-03-31'].map((day, id) => ({ day, id }))
  const asked: string[] = []
  const read = async ({ from, to }: typeof year, after: string | null, limit: number) => {
    asked.push(`${from} ${to}`)
    const some = lines.filter(line => from <= line.day && line.day <= to && (after === null || line.id > Number(after)))
    return { items: some.slice(0, limit), next: some.length > limit ? String(some[limit - 1]?.id) : null }
  }
  for (const limit of [1, 2, 3, 4, 7, 100]) {
    const pages: number[][] = []
    for (let next: string | null = null, first = true; first || next !== null; first = false) {
      const page: { items: readonly { id: number }[]; next: string | null } = await pageOfDays(year, next === null ? null : placeIn(next), limit, read)
      pages.push(page.items.map(one => one.id))
      next = page.next
    }
    expect(pages.flat()).toEqual(lines.map(line => line.id))
  }
  asked.length = 0
  await pageOfDays(year, null, 4, read)
  expect(asked).toEqual(['2026-04-01 2026-04-04'])
})
