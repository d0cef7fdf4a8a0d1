import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let base: TestDatabase
let db: OpenDatabase
beforeAll(async () => {
  base = await createTestDatabase('t_key')
  db = await openDatabase({ ...readConfig({}), databaseUrl: base.url }, { info: () => undefined, warn: () => undefined, error: () => undefined })
})
afterAll(async () => {
  await db.close()
  await base.drop()
})

describe('what search compares', () => {
  test.each([
    ['Sharma', 'sharma'],
    ['Café Zürich', 'cafe zurich'],
    ['WALIA & Sons', 'valia & sons'],
    ['Ünal Özgür', 'unal ozgur'],
    ['शर्मा', 'sharma'],
    ['गुप्ता ट्रेडर्स', 'gupta tredars'],
    ['रमेश कुमार', 'ramesh kumar'],
    ['विजय', 'vijay'],
    ['पार्ट्स', 'parts'],
    ['सत्य', 'satya'],
    ['सिंह', 'singh'],
    ['मुंबई', 'mumbai'],
    ['सरकार', 'sarkar'],
    ['राजनगर', 'rajnagar'],
    ['भगवान', 'bhagvan'],
    ['कमला', 'kamla'],
    ['भारत', 'bharat'],
    ['महाराष्ट्र', 'maharashtra'],
    ['कृष्ण', 'krishna'],
    ['मित्र', 'mitra'],
    ['ज्ञान', 'gyan'],
    ['अग्रवाल', 'agraval'],
    ['ज़ाकिर', 'zakir'],
    ['फ़र्नीचर', 'farnichar farneechar'],
    ['मीना', 'mina meena'],
    ['हिन्दी', 'hindi hindee'],
    ['छाया', 'chhaya'],
    ['चौधरी', 'chaudhri chaudhree'],
    ['ऐश्वर्या', 'aishvarya'],
    ['क', 'ka'],
    ['बिल १०१', 'bil 101'],
    ['GST नंबर 27', 'gst nambar 27'],
    ['', ''],
  ])('%s is looked in as %s', async (text, key) => {
    expect(await db.app.run(sql`select sangam_ext.search_text(${text}) as key`)).toEqual([{ key }])
  })

  test('a letter is the same however it was put together', async () => {
    const composed = ['ज़ाकिर', 'É'].map(text => text.normalize('NFD'))
    const rows = await db.app.run(
      sql`select sangam_ext.search_key(${composed[0] as string}) as hindi, sangam_ext.search_key(${composed[1] as string}) as latin`,
    )
    expect(rows).toEqual([{ hindi: 'zakir', latin: 'e' }])
  })
})
