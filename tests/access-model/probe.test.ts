import type { Json } from '@sangam/sdk'
import type { TestClient } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unknownTypes } from './probe-fields.ts'
import { fixedQuestions } from './probe-fixed.ts'
import { listen, told, workUnseen } from './probe-listeners.ts'
import { type Question, questionsOf } from './probe-questions.ts'
import { sheet } from './probe-shape.ts'
import { changeUnseen, openProbe, type ProbeStage } from './probe-stage.ts'
import { Chance } from './random.ts'

const wanted = Number(process.env.SANGAM_PROBES ?? 560)
const seed = Number(process.env.SANGAM_SEED ?? 1)

let stage: ProbeStage

beforeAll(async () => {
  stage = await openProbe()
}, 300_000)
afterAll(() => stage.platform.stop())

async function ask(who: TestClient, question: Question): Promise<string> {
  const { method, path, body, headers, only, next } = question
  const { status, json } = await who.ask(method, path, body, headers)
  const answer = json as { readonly [name: string]: Json }
  const said = `${status} ${JSON.stringify(only && typeof json === 'object' ? only(answer) : json).replace(/"requestId":"[^"]*"/, '')}`
  const more = status < 300 ? next?.(answer) : null
  return more ? `${said}\n${await ask(who, more)}` : said
}

async function answers(who: TestClient, questions: readonly Question[]): Promise<string[]> {
  const found: string[] = []
  for (const question of questions) found.push(await ask(who, question))
  return found
}

test('the probe knows every type of field there is', () => {
  expect(unknownTypes()).toEqual([])
})

test('two worlds that differ only in what someone may not see answer them alike, whatever they ask', { timeout: 600_000 }, async () => {
  const { platform, model, reader, things, sheets, ids, sheetIds, files } = stage
  const chance = new Chance(seed)
  const all = [things, sheets].flatMap(subject => questionsOf(chance, model.entities, subject))
  const chosen = all.length <= wanted ? all : all.filter(() => chance.yes(wanted / all.length))
  const asked = {
    reader: reader.userId,
    seen: [...ids.own.slice(0, 2), ...ids.open.slice(0, 2)],
    unseen: ids.closed.slice(0, 3),
    sheets: Object.values(sheetIds).flatMap(list => list.slice(0, 2)),
    files,
  }
  const questions = [...fixedQuestions(asked), ...chosen]
  const sample = questions.filter(() => chance.yes(0.1))
  const before = await answers(reader, questions)
  const known = await answers(platform.admin, sample)
  await changeUnseen(stage, reader.userId)
  const after = await answers(reader, questions)
  const different = questions.flatMap((question, at) => (before[at] === after[at] ? [] : [{ question, before: before[at], after: after[at] }]))
  process.stdout.write(`probe: ${questions.length} of ${all.length} questions asked twice, seed ${seed}\n`)
  expect(different.slice(0, 5)).toEqual([])
  expect(questions.filter((_, at) => /^5/m.test(before[at] ?? '')).slice(0, 5)).toEqual([])
  // The worlds do differ, for who sees all; and the reader was answered as well as refused: otherwise nothing is proven.
  const now = await answers(platform.admin, sample)
  expect(now.filter((answer, at) => answer !== known[at]).length).toBeGreaterThan(sample.length / 4)
  const share = (of: RegExp): number => before.filter(answer => of.test(answer)).length / before.length
  expect({ answered: share(/^200/) > 0.2, refused: share(/^40[0-4]/) > 0.2 }).toEqual({ answered: true, refused: true })
})

test('whoever listens hears nothing of what others do out of their sight, nor webhooks and automations what their role may not read', {
  timeout: 300_000,
}, async () => {
  const line = await told(stage)
  await workUnseen(stage)
  expect([line.length > 20, await told(stage)]).toEqual([true, line])
  const listeners = await listen(stage, new Chance(seed), { each: 12, dry: 30 })
  const before = await listeners.hear()
  await changeUnseen(stage, stage.platform.admin.userId)
  const after = await listeners.hear()
  expect(after.flatMap((one, at) => (one === before[at] ? [] : [{ before: before[at], after: one }])).slice(0, 5)).toEqual([])
  expect(after.length).toBe(before.length)
  for (const kind of ['Hook', 'Automation', '{"meets":true', '{"meets":false']) expect([kind, before.some(one => one.startsWith(kind))]).toEqual([kind, true])
})

test('what is hidden from someone has no name for them', async () => {
  const { reader, things, sheets } = stage
  const names = (of: typeof things): string[] => of.fields.map(field => field.name).filter(name => name.startsWith('hidden'))
  const asked = [...[...names(things), 'sumHidden', 'parts'].map(name => [things.entity, name]), ...names(sheets).map(name => [sheet, name])]
  const statuses = await Promise.all(
    asked.map(async ([of, name]) => [of, name, (await reader.ask('POST', `/api/query/${of}`, { fields: [name] })).status] as const),
  )
  expect(statuses.filter(([, , status]) => status !== 400)).toEqual([])
  expect([...JSON.stringify(await reader.get('/api/meta')).matchAll(/hidden\w+/g)].map(found => found[0])).toEqual([])
})
