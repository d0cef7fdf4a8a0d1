import type { Fields, Json, Plugin, Problem } from '@sangam/sdk'
import fc from 'fast-check'
import { fieldOf } from '../../../core/registry/build.ts'
import { targetsOf } from '../../../core/registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../../../core/registry/model.ts'
import type { Answer } from '../client.ts'
import type { TestPlatform } from '../platform.ts'
import { extendedBy } from './come-back.ts'
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

interface How {
  /** Fields that are left out, and fields that are given whatever chance says. */
  readonly left: readonly string[]
  readonly given: readonly string[]
  /** How many of a hundred fields that may be empty are filled in. */
  readonly filled: number
}

const all: How = { left: [], given: [], filled: 80 }
const tries = [80, 80, 60, 60, 40, 40, 20, 20, 0, 50, 30, 10, 70, 60, 50, 40, 30, 20, 10, 0]

/** Makes random valid records as the owner: what they refer to is there before them. */
export class Maker {
  readonly #draw: Draw
  readonly #pools = new Map<string, string[]>()
  readonly #made = new Map<string, Made[]>()
  readonly #underWay = new Set<string>()
  /** By field, what one record alone may refer to and some record was drawn with. */
  readonly #taken = new Map<string, Set<string>>()
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

  /** What fits each other is found by trying: a field that a refusal names is left out the next time, or given if it was left out. */
  async make(name: string): Promise<Made> {
    let how: How = all
    const refusals: string[] = []
    for (const filled of tries) {
      const { values, mark } = await this.draw(name, { ...how, filled })
      const { status, json } = await this.platform.admin.ask('POST', `/api/records/${name}`, values)
      if (status === 201) return this.#keep(name, { id: (json as { id: string }).id, values, mark })
      const problem = json as unknown as Problem
      refusals.push(`${problem.detail} ${(problem.errors ?? []).map(error => `${error.field}: ${error.message}`).join(' ')} (${JSON.stringify(values)})`)
      const named = (problem.errors ?? []).map(({ field }) => String(field ?? '').split(/[.[]/)[0] ?? '')
      how = { ...all, left: named.filter(field => field in values), given: named.filter(field => !(field in values)) }
    }
    throw new Error(
      `No random ${name} was taken in ${tries.length} tries. Give values that fit it: checkPlugin(plugin, { examples: { '${name}': { … } } }).\n${[...new Set(refusals)].join('\n')}`,
    )
  }

  /**
   * Makes a set of records in one request, alike to one that was taken, and gives how many: where only so many can differ, there are fewer. `ask` sends the
   * set; the last time it is called all were taken. What a refusal names becomes as it is in the one that was taken, then nothing, then anything.
   */
  async makeSet(name: string, count: number, ask: (set: readonly Values[]) => Promise<Pick<Answer, 'status' | 'json'>>): Promise<number> {
    const pattern = (this.made(name).at(-1) ?? (await this.make(name))).values
    const fields = [...(this.model.entities.get(name) as ModelEntity).fields.keys()]
    const how: How = { left: fields.filter(field => !(field in pattern)), given: fields.filter(field => field in pattern), filled: 0 }
    const one = async (): Promise<Values> => (await this.draw(name, how)).values
    let set: Values[] = []
    while (set.length < count) set.push(await one())
    let last = ''
    for (const round of tries.keys()) {
      const { status, json } = await ask(set)
      if (status < 400) {
        this.#pools.set(name, [...(this.#pools.get(name) ?? []), ...(json as { id: string }[]).map(made => made.id)])
        return set.length
      }
      const { errors = [], detail } = json as unknown as Problem
      last = [detail, ...new Set(errors.map(error => `${error.field}: ${error.message}`))].join(' ')
      if (errors.length === 0) break
      const taken = new Set<number>()
      for (const { row = 0, field, code } of errors) {
        const named = String(field ?? '').split(/[.[]/)[0] ?? ''
        const { [named]: _, ...others } = set[row] ?? {}
        const known = pattern[named]
        if (code === 'not_unique' && round > tries.length / 2 && set.length > 1) taken.add(row)
        if (code === 'not_unique' || round % 3 === 2) set[row] = await one()
        else set[row] = round % 3 === 0 && known !== undefined ? { ...others, [named]: known } : others
      }
      set = set.filter((_, row) => !taken.has(row))
    }
    throw new Error(
      `${count} random ${name} were not taken at once, where one was. Give values that fit all of them: checkPlugin(plugin, { examples: { '${name}': { … } } }).\n${last}`,
    )
  }

  /** The values of one more record, which is not made. */
  async draw(name: string, how: How = all): Promise<Omit<Made, 'id'>> {
    this.#marks += 1
    const mark = `k${this.#marks.toString(36)}z`
    return { mark, values: { ...(await this.#valuesOf(this.model.entities.get(name) as ModelEntity, mark, how, this.examples[name])), ...this.examples[name] } }
  }

  /** What a route is given: all its fields, drawn; those that may point at a record of this entity point at this one. */
  async input(fields: Fields, to: string, id: string): Promise<Values> {
    const values: { [field: string]: Json } = {}
    for (const [name, shape] of Object.entries(fields)) {
      const field = fieldOf('input', name, shape)
      if (['flow', 'series', 'lines'].includes(field.type.type)) continue
      const points = targetsOf(field).includes(to)
      const pointing = field.type.type === 'references' ? [id] : field.type.type === 'oneOf' ? { entity: to, id } : id
      const value = points ? pointing : await this.#valueOf('input', field, to, true, [])
      if (value !== undefined) values[name] = value
    }
    return values
  }

  #keep(name: string, made: Made): Made {
    this.#made.set(name, [...this.made(name), made])
    this.#pools.set(name, [...(this.#pools.get(name) ?? []), made.id])
    return made
  }

  /** What is given as an example is not drawn: nothing is made for it either. */
  async #valuesOf(entity: ModelEntity, mark: string, how: How, examples: Values = {}): Promise<Values> {
    const values: { [field: string]: Json } = {}
    for (const field of entity.fields.values()) {
      if (!isGiven(entity, field) || field.name in examples) continue
      const must = isRequired(field)
      const chance = how.given.includes(field.name) ? 100 : how.left.includes(field.name) ? 0 : how.filled
      if (!must && this.#draw(fc.integer({ min: 1, max: 100 })) > chance) continue
      const value = await this.#valueOf(entity.name, field, mark, must, Object.values(values))
      if (value !== undefined) values[field.name] = value
    }
    return values
  }

  async #valueOf(entity: string, field: ModelField, mark: string, must: boolean, beside: readonly Json[]): Promise<Json | undefined> {
    if (field.type.type === 'reference' && field.options.unique) return this.#ownTarget(`${entity}.${field.name}`, field.to as string)
    if (field.type.type === 'reference') return this.#target(field.to as string, must, beside)
    if (field.type.type === 'references') {
      const ids: string[] = []
      const least = must ? 1 : 0
      for (let at = this.#draw(fc.integer({ min: least, max: 2 })); at > 0; at -= 1)
        ids.push(...[await this.#target(field.to as string, must, ids)].flatMap(id => id ?? []))
      return [...new Set(ids)]
    }
    if (field.type.type === 'oneOf') {
      const to = this.#draw(fc.constantFrom(...targetsOf(field)))
      const id = await this.#target(to, must, [])
      return id === undefined ? undefined : { entity: to, id }
    }
    if (field.type.type !== 'lines') return this.#draw(validValues(field, mark))
    const line = this.model.entities.get(field.to as string) as ModelEntity
    const lines: Json[] = []
    for (let at = this.#draw(fc.integer({ min: 0, max: 2 })); at > 0; at -= 1) lines.push((await this.#valuesOf(line, `${mark}${at}`, all)) as Json)
    return lines
  }

  /** A record to refer to; where there is a choice, none that the record refers to already: hardly anything relates to itself. */
  async #target(to: string, must: boolean, beside: readonly Json[]): Promise<string | undefined> {
    if (!this.#pools.has(to)) this.#pools.set(to, await this.#there(to))
    const pool = this.#pools.get(to) ?? []
    const free = pool.filter(id => !beside.includes(id))
    if (pool.length > 0) return this.#draw(fc.constantFrom(...(free.length > 0 ? free : pool)))
    if (!must || this.#underWay.has(to)) return undefined
    this.#underWay.add(to)
    const made = await this.make(to)
    this.#underWay.delete(to)
    return made.id
  }

  /** A record that no other refers to by this field; made where there is none left. */
  async #ownTarget(field: string, to: string): Promise<string | undefined> {
    if (!this.#pools.has(to)) this.#pools.set(to, await this.#there(to))
    const taken = this.#taken.get(field) ?? new Set()
    this.#taken.set(field, taken)
    const free = (this.#pools.get(to) ?? []).filter(id => !taken.has(id))
    const id = free.length > 0 ? this.#draw(fc.constantFrom(...free)) : this.#underWay.has(to) ? undefined : (await this.make(to)).id
    if (id !== undefined) taken.add(id)
    return id
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

/** Whether a record cannot be without what it refers to by this field. */
function isRequired({ options }: ModelField): boolean {
  return options.required === true && options.default === undefined
}

function isMadeByPeople(entity: ModelEntity): boolean {
  return !entity.internal && !entity.linesOf && !entity.definition.about && entity.keptOf === null && !isMadeByServer(entity)
}

/** Of how many records there can be no more than one for each company: some things of a company are said once. */
export function isOncePerCompany(entity: ModelEntity): boolean {
  return entity.unique.some(key => key.every(name => entity.fields.get(name)?.to === 'core.company'))
}

/** Whether only server code makes its records: it needs what no caller may say. */
function isMadeByServer(entity: ModelEntity): boolean {
  return [...entity.fields.values()].some(
    ({ options, computed, type }) => options.required && options.readonly && options.default === undefined && !computed && type.type !== 'series',
  )
}

/**
 * The entities whose records a plugin is checked with, those that others must refer to first: its own, those that a part of it is about or that it adds
 * fields to, what these refer to, and what that cannot be without. Whatever else is in the plugins that it needs is checked there.
 */
export function concerning(model: Model, plugin: Plugin): ModelEntity[] {
  const named = (plugin.parts ?? []).flatMap(part => ('entity' in part && typeof part.entity === 'string' ? [part.entity] : []))
  const about = new Set([...named, ...extendedBy(model, plugin.id).map(entity => entity.name)])
  const made = [...model.entities.values()].filter(isMadeByPeople)
  const ofPlugin = made.filter(entity => entity.plugin === plugin.id || about.has(entity.name))
  const near = new Set([...ofPlugin.map(one => one.name), ...ofPlugin.flatMap(entity => targets(model, entity))])
  for (const name of near) {
    const entity = model.entities.get(name)
    for (const to of entity ? targets(model, entity, isRequired) : []) near.add(to)
  }
  return inOrder(
    model,
    made.filter(entity => entity.plugin !== 'core' && near.has(entity.name)),
  )
}

function inOrder(model: Model, open: readonly ModelEntity[]): ModelEntity[] {
  const done: ModelEntity[] = []
  const visit = (entity: ModelEntity, above: ReadonlySet<string>): void => {
    if (done.includes(entity) || above.has(entity.name)) return
    for (const to of targets(model, entity)) {
      const target = open.find(one => one.name === to)
      if (target) visit(target, new Set([...above, entity.name]))
    }
    done.push(entity)
  }
  for (const entity of open) visit(entity, new Set())
  return done
}

/** What an entity refers to by such fields, in its lines too. */
function targets(model: Model, entity: ModelEntity, such: (field: ModelField) => boolean = () => true): string[] {
  return [...entity.fields.values()].flatMap(field => {
    const line = field.type.type === 'lines' && field.to ? model.entities.get(field.to) : undefined
    if (line) return targets(model, line, such)
    return such(field) ? targetsOf(field) : []
  })
}
