import {
  address,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  defineEntity,
  definePlugin,
  duration,
  emails,
  extendEntity,
  type Field,
  type Fields,
  flow,
  integer,
  json,
  lines,
  type MigrationStep,
  migration,
  money,
  oneOf,
  type Plugin,
  percent,
  rating,
  reference,
  references,
  richText,
  series,
  text,
  time,
  user,
} from '@sangam/sdk'
import { planWorkspace } from '../../../core/plans/plan.ts'
import { Maker } from '../../../sdk/testing/check/records.ts'
import { shapeOfSchema, tablesOf } from '../../../sdk/testing/check/schema.ts'
import { createTestPlatform, type TestPlatform } from '../../../sdk/testing/platform.ts'
import { Random } from './random.ts'

// Plugins that nobody wrote: drawn, enabled, disabled, put away, put back and upgraded; after each of these there is nothing left to plan.

const plain = { description: 'Drawn by chance.', engines: { sangam: '^0.1.0' } }
const Base = defineEntity('base.thing', { title: 'name', fields: { name: text({ required: true }), code: text({ unique: true }) } })
const base = definePlugin({ ...plain, id: 'base', version: '1.0.0', title: 'Base', entities: [Base] })

type Shape = { [field: string]: Field }

/** A field of any type; `to` are entities that it may lead to. */
function field(random: Random, to: readonly string[]): Field {
  const some = { index: random.next() < 0.3 }
  const makers: readonly (() => Field)[] = [
    () => text({ ...some, search: random.next() < 0.3, max: random.between(10, 200) }),
    () => text({ unique: true, ignoreCase: random.next() < 0.5 }),
    () => integer(some),
    () => integer({ required: true, default: 3 }),
    () => decimal({ ...some, digits: random.between(0, 6) }),
    ...[() => money(), () => boolean({ default: false }), () => percent(), () => rating(), () => duration(), () => emails(), () => address()],
    ...[() => date(some), () => datetime(some), () => time(), () => richText(), () => json(), () => user(some)],
    () => choice(['a', 'b', 'c'], some),
    () => choices(['a', 'b']),
    () => flow({ open: { to: ['done'] }, done: { to: [] } }),
    () => series(`${random.of(['A', 'B'])}-{yyyy}-{000}`),
    () => reference(random.of(to), { ...some, onRemove: random.of(['clear', 'refuse'] as const) }),
    () => references(random.of(to), { onRemove: 'clear' }),
    () => oneOf([random.of(to.filter(one => one !== 'core.user')), 'core.user'], { onRemove: 'clear' }),
  ]
  return random.of(makers)() as Field
}

function some(random: Random, most: number, to: readonly string[], named: string): Shape {
  return Object.fromEntries(Array.from({ length: random.between(1, most) }, (_, at) => [`${named}${at}`, field(random, to)]))
}

/** A plugin, and the version after it: with more, with less, and with other names. */
export function drawn(random: Random, id: string): readonly [Plugin, Plugin] {
  const names = Array.from({ length: random.between(1, 3) }, (_, at) => `${id}.kind${at}`)
  const to = [...names, 'base.thing', 'core.user']
  const shapes = new Map(names.map(name => [name, some(random, 6, to, 'part')]))
  const added = random.next() < 0.7 ? some(random, 3, to, `${id}Extra`) : {}
  const sets = new Map(names.map(name => [name, random.next() < 0.3]))
  const lined = random.next() < 0.5 ? (names[0] ?? null) : null
  const made = (version: string, more: readonly ReturnType<typeof migration>[] = []): Plugin => {
    const Line =
      lined && defineEntity(`${id}.line`, { title: 'what', fields: { what: text({ required: true }), of: reference(lined, { required: true }) } as Fields })
    const entities = [...shapes].map(([name, shape]) =>
      defineEntity(name, {
        title: 'name',
        bin: name.length % 2 === 0 || !lined,
        fields: { name: text({ required: true }), tag: text(), ...shape, ...(Line && name === lined && { lines: lines(Line, 'of') }) } as Fields,
        ...(sets.get(name) && { unique: [['name', 'tag']] }),
      }),
    )
    return definePlugin({
      ...{ ...plain, id, version, title: id, needs: { base: '^1.0.0' } },
      entities: [...entities, ...(Line ? [Line] : [])],
      ...(Object.keys(added).length > 0 && { extensions: [extendEntity(Base, { fields: { ...added } as Fields })] }),
      parts: more,
    })
  }
  const first = made('1.0.0')
  const steps: MigrationStep[] = []
  for (const [entity, shape] of shapes) {
    const all = Object.keys(shape)
    const [going, moving] = [random.of(all), random.of(all)]
    if (random.next() < 0.4) {
      delete shape[going]
      steps.push({ step: 'drop', entity, field: going })
    }
    // A list of references lies in a table that has its name.
    if (random.next() < 0.4 && shape[moving] && shape[moving].type !== 'references') {
      shape[`${moving}New`] = shape[moving] as Field
      delete shape[moving]
      steps.push({ step: 'rename', entity, field: moving, to: `${moving}New` })
    }
    if (random.next() < 0.6) shape.later = field(random, to)
    if (random.next() < 0.3) sets.set(entity, !sets.get(entity))
  }
  if (random.next() < 0.4) shapes.set(`${id}.later`, some(random, 3, to, 'part'))
  const [entity] = names
  return [first, made('2.0.0', steps.length > 0 ? [migration('2.0.0', { steps, proof: [{ entity: entity ?? '', never: { name: { isEmpty: true } } }] })] : [])]
}

/** Draws so many plugins and takes each through its life with records; gives what was other than it should be. */
export async function lives(seed: number, many: number): Promise<{ readonly plugins: number; readonly steps: number; readonly wrong: string[] }> {
  const random = new Random(seed)
  const pairs = Array.from({ length: many }, (_, at) => drawn(random, `drawn${at}`))
  const platform = await createTestPlatform({ plugins: [base], installed: pairs.map(([first]) => first) })
  const sum = { plugins: many, steps: 0, wrong: [] as string[] }
  try {
    for (const [plugin] of pairs) await life(platform, plugin, sum)
    await platform.restart(...pairs.map(([, second]) => second))
    for (const [, { id, version }] of pairs) {
      const { items } = (await platform.admin.get('/api/plugins')) as { items: { id: string; upgrade: object | null; problems: string[] }[] }
      const card = items.find(one => one.id === id)
      if (card?.upgrade) await platform.admin.post(`/api/plugins/${id}/apply`, { to: version })
      else sum.wrong.push(...(card?.problems ?? []))
      await nothingLeft(platform, `${id} upgraded`, sum)
    }
    await platform.restart()
    await nothingLeft(platform, 'started again', sum)
  } catch (error) {
    sum.wrong.push(String(error))
  } finally {
    await platform.stop()
  }
  return { ...sum, wrong: sum.wrong.map(one => `plugins, seed ${seed}: ${one}`) }
}

interface Sum {
  steps: number
  readonly wrong: string[]
}

async function life(platform: TestPlatform, plugin: Plugin, sum: Sum): Promise<void> {
  const put = async (to: string): Promise<void> => {
    await platform.admin.post(`/api/plugins/${plugin.id}/apply`, { to })
    await nothingLeft(platform, `${plugin.id} ${to}`, sum)
    const again = (await platform.admin.post(`/api/plugins/${plugin.id}/plan`, { to })) as { steps: string[]; refused?: string }
    if (again.steps.length > 0 || again.refused === undefined) sum.wrong.push(`${plugin.id} ${to}: there is something left to plan: ${JSON.stringify(again)}`)
  }
  const bare = await tablesOf(platform.platform)
  await put('enabled')
  const shape = await shapeOfSchema(platform.platform)
  const maker = new Maker(platform, await platform.platform.world.models.current('main'), {}, sum.steps)
  const own = [...maker.model.entities.values()].filter(one => one.plugin === plugin.id && !one.linesOf)
  for (const { name } of own) await maker.make(name)
  await put('disabled')
  await put('uninstalled')
  const left = (await tablesOf(platform.platform)).filter(table => !bare.includes(table))
  if (left.length > 0) sum.wrong.push(`${plugin.id} left ${left.join(', ')} behind`)
  await put('enabled')
  const back = await shapeOfSchema(platform.platform)
  const differs = [...shape.filter(line => !back.includes(line)), ...back.filter(line => !shape.includes(line))]
  if (differs.length > 0) sum.wrong.push(`${plugin.id} came back otherwise: ${differs.join('; ')}`)
  for (const { name } of own)
    for (const { id } of maker.made(name))
      if ((await platform.admin.ask('GET', `/api/records/${name}/${id}`)).status !== 200) sum.wrong.push(`${plugin.id} lost ${name} ${id}`)
}

/** What is there is what the model wants, and nothing waits to be made, counted or held. */
async function nothingLeft({ platform: { world } }: TestPlatform, what: string, sum: Sum): Promise<void> {
  sum.steps += 1
  const { unchanged, missing, strange, rollups, stays, open } = await planWorkspace(world.db.owner, 'main', await world.models.current('main'))
  const names = missing.map(one => `${one.kind} ${one.table}.${one.name}`)
  if (!unchanged) sum.wrong.push(`${what}: ${JSON.stringify({ missing: names, strange, rollups: rollups.length, stays: stays.length, open })}`)
}
