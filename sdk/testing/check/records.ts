import type { Json, Problem } from '@sangam/sdk'
import fc from 'fast-check'
import type { Model, ModelEntity, ModelField } from '../../../core/registry/model.ts'
import type { TestPlatform } from '../platform.ts'
import { type Draw, drawFrom } from './draw.ts'
import { validValues } from './valid.ts'

export type Values = { readonly [field: string]: Json }
export type Examples = { readonly [entity: string]: Values }

export interface Made {
  readonly id: string
  /** What was sent, and was taken. */
  readonly values: Values
  /** A word that stands in its texts and in no other record's. */
  readonly mark: string
}

/** Makes random valid records as the owner: what they refer to is there before them. */
export class Maker {
  readonly #draw: Draw
  readonly #pools = new Map<string, string[]>()
  readonly #made = new Map<string, Made[]>()
  readonly #underWay = new Set<string>()
  #marks = 0
  constructor(
    readonly platform: TestPlatform,
    readonly model: Model,
    readonly examples: Examples,
    seed = 20_270_331,
  ) {
    this.#draw = drawFrom(seed)
    this.#pools.set('core.user', [platform.admin.userId])
    this.#pools.set('core.company', [platform.company])
  }

  /** From here on, references to this entity point at one of these. */
  choose(entity: string, ids: readonly string[]): void {
    this.#pools.set(entity, [...ids])
  }

  made(entity: string): readonly Made[] {
    return this.#made.get(entity) ?? []
  }

  async makeMany(name: string, count: number): Promise<readonly Made[]> {
    const made: Made[] = []
    for (let at = 0; at < count; at += 1) made.push(await this.make(name))
    return made
  }

  /** A refused try names fields: those that may be empty are left out the next time. The third try gives only what must be given. */
  async make(name: string): Promise<Made> {
    const entity = this.model.entities.get(name) as ModelEntity
    const left = new Set<string>()
    const refusals: string[] = []
    for (const attempt of [1, 2, 3]) {
      this.#marks += 1
      const mark = `k${this.#marks.toString(36)}z`
      const values = { ...(await this.#valuesOf(entity, mark, { left, sparse: attempt === 3 })), ...this.examples[name] }
      const { status, json } = await this.platform.admin.ask('POST', `/api/records/${name}`, values)
      if (status === 201) return this.#keep(name, { id: (json as { id: string }).id, values, mark })
      const problem = json as unknown as Problem
      refusals.push(`${problem.detail} ${(problem.errors ?? []).map(error => `${error.field}: ${error.message}`).join(' ')} (${JSON.stringify(values)})`)
      for (const { field } of problem.errors ?? []) left.add(String(field ?? '').split(/[.[]/)[0] ?? '')
    }
    throw new Error(
      `No random ${name} was taken. Give values that fit it: checkPlugin(plugin, { examples: { '${name}': { … } } }).\n${[...new Set(refusals)].join('\n')}`,
    )
  }

  #keep(name: string, made: Made): Made {
    this.#made.set(name, [...this.made(name), made])
    this.#pools.set(name, [...(this.#pools.get(name) ?? []), made.id])
    return made
  }

  async #valuesOf(entity: ModelEntity, mark: string, how: { readonly left: ReadonlySet<string>; readonly sparse: boolean }): Promise<Values> {
    const values: { [field: string]: Json } = {}
    for (const field of entity.fields.values()) {
      if (!isGiven(entity, field)) continue
      const must = field.options.required === true && field.options.default === undefined
      if (!must && (how.sparse || how.left.has(field.name) || this.#draw(fc.integer({ min: 1, max: 5 })) === 1)) continue
      const value = await this.#valueOf(field, mark, must)
      if (value !== undefined) values[field.name] = value
    }
    return values
  }

  async #valueOf(field: ModelField, mark: string, must: boolean): Promise<Json | undefined> {
    if (field.type.type === 'reference') return this.#target(field.to as string, must)
    if (field.type.type !== 'lines') return this.#draw(validValues(field, mark))
    const line = this.model.entities.get(field.to as string) as ModelEntity
    const lines: Json[] = []
    for (let at = this.#draw(fc.integer({ min: 0, max: 2 })); at > 0; at -= 1)
      lines.push((await this.#valuesOf(line, `${mark}${at}`, { left: new Set(), sparse: false })) as Json)
    return lines
  }

  async #target(to: string, must: boolean): Promise<string | undefined> {
    if (!this.#pools.has(to)) this.#pools.set(to, await this.#there(to))
    const pool = this.#pools.get(to) ?? []
    if (pool.length > 0) return this.#draw(fc.constantFrom(...pool))
    if (!must || this.#underWay.has(to)) return undefined
    this.#underWay.add(to)
    const made = await this.make(to)
    this.#underWay.delete(to)
    return made.id
  }

  /** What seeds planted. */
  async #there(entity: string): Promise<string[]> {
    const { status, json } = await this.platform.admin.ask('GET', `/api/records/${entity}?fields=id&limit=50`)
    return status === 200 ? (json as unknown as { items: { id: string }[] }).items.map(item => item.id) : []
  }
}

/** Whether a caller says this field: the server fills the others. */
function isGiven(entity: ModelEntity, field: ModelField): boolean {
  if (field.options.readonly || ['series', 'flow'].includes(field.type.type)) return false
  return !(entity.linesOf && (field.name === entity.linesOf.by || field.name === 'position'))
}

/** The entities that people make records of, those that others must refer to first. */
export function inOrder(model: Model, plugins: ReadonlySet<string>): ModelEntity[] {
  const open = [...model.entities.values()].filter(entity => plugins.has(entity.plugin) && !entity.internal && !entity.linesOf && !entity.definition.about)
  const done: ModelEntity[] = []
  const visit = (entity: ModelEntity, above: ReadonlySet<string>): void => {
    if (done.includes(entity) || above.has(entity.name)) return
    for (const to of targetsOf(model, entity)) {
      const target = open.find(one => one.name === to)
      if (target) visit(target, new Set([...above, entity.name]))
    }
    done.push(entity)
  }
  for (const entity of open) visit(entity, new Set())
  return done
}

/** What an entity refers to, in its lines too. */
function targetsOf(model: Model, entity: ModelEntity): string[] {
  return [...entity.fields.values()].flatMap(field => {
    const line = field.type.type === 'lines' && field.to ? model.entities.get(field.to) : undefined
    return line ? targetsOf(model, line) : field.to ? [field.to] : []
  })
}
