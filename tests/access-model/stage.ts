import { definePlugin, type Json, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { deals } from '../engine/note.ts'
import { extensions, grantsOf, memberGrants, ownFields } from './cast.ts'
import { Oracle } from './oracle.ts'
import { Chance } from './random.ts'
import { shapes } from './shapes.ts'
import type { Person, Row, Shared } from './world.ts'

export interface Actor {
  readonly person: Person
  readonly client: TestClient
}

/** A platform with random roles, people, teams, records and shares, and what is true there. */
export interface Theatre {
  readonly platform: TestPlatform
  readonly chance: Chance
  readonly actors: readonly Actor[]
  readonly stage: { readonly rows: Map<string, Map<string, Row>>; shares: Shared[]; readonly today: string }
  readonly known: { ids(entity: string): string[] }
  oracle(actor: Actor): Oracle
  /** Reads a record again as it now is, for whoever sees all. */
  look(entity: string, id: string): Promise<void>
}

export async function openTheatre(seed: number, size: { readonly people: number; readonly deals: number }): Promise<Theatre> {
  const chance = new Chance(seed)
  const known = { ids: (entity: string): string[] => [...(rows.get(entity)?.keys() ?? [])] }
  const rows = new Map<string, Map<string, Row>>(Object.keys(shapes).map(entity => [entity, new Map()]))
  const coded = Array.from({ length: 8 }, (_, at) => ({ name: `cast.r${at}`, grants: grantsOf(chance, known, 'plugin') }))
  const cast = definePlugin({
    id: 'cast',
    version: '1.0.0',
    title: 'Cast',
    description: 'For tests.',
    engines: { sangam: '^0.1.0' },
    needs: { deals: '^1.0.0' },
    extensions,
    parts: coded.map(({ name, grants }) => role(name, { label: name, grants: grants.map(grant => ({ kind: 'grant', ...grant })) })),
  })
  const platform = await createTestPlatform({ plugins: [deals, cast] })
  const { admin } = platform
  await admin.post('/api/model/apply', { operations: ownFields })
  const made: Theatre = {
    platform,
    chance,
    actors: [],
    stage: { rows, shares: [], today: '2027-03-31' },
    known,
    oracle: actor => new Oracle(made.stage, actor.person),
    look: async (entity, id) => keep(rows, entity, (await admin.ask('GET', `/api/records/${entity}/${id}`)).json as unknown as Row, id),
  }
  for (let at = 0; at < 12; at += 1)
    await create(made, 'deals.firm', { ...draw(chance, 'deals.firm', known, ['owner']), name: `${chance.one(shapes['deals.firm']?.name?.values ?? [])} ${at}` })
  // Administrators make the other half: their grants may name records that are there.
  const own = Array.from({ length: 6 }, (_, at) => ({ name: `x.r${at}`, grants: grantsOf(chance, known, 'admin') }))
  await admin.post('/api/model/apply', { operations: own.map(({ name, grants }) => ({ op: 'setRole', role: name, label: name, grants })) })
  const cards = [...coded, ...own]
  const hired: { client: TestClient; roles: string[] }[] = []
  for (let at = 0; at < size.people; at += 1) {
    const roles = [...new Set(Array.from({ length: 1 + chance.below(3) }, () => chance.one(cards).name))]
    hired.push({ client: await platform.person({ name: `${chance.one(['Asha', 'Ravi', 'Meera'])} ${at}`, roles }), roles })
  }
  const teams = await makeTeams(made, hired)
  await lookAll(made, 'deals.firm')
  await lookAll(made, 'core.user')
  await lookAll(made, 'core.team')
  for (let at = 0; at < size.deals; at += 1) await create(made, 'deals.deal', dealOf(chance, known))
  for (let at = 0; at < 15; at += 1) {
    const about = chance.yes(0.8) ? { entity: 'deals.deal', record: chance.one(known.ids('deals.deal')) } : {}
    await create(made, 'core.activity', { subject: 'amber', ...draw(chance, 'core.activity', known, []), entity: null, record: null, ...about })
  }
  await lookAll(made, 'core.activity')
  const member = memberGrants()
  const actors = hired.map(({ client, roles }): Actor => {
    const mine = teams.filter(team => leads(teams, team, client.userId))
    const grants = [...member, ...roles.flatMap(name => cards.find(card => card.name === name)?.grants ?? [])]
    const belongs = teams.filter(team => mine.includes(team) || team.members.includes(client.userId))
    return {
      client,
      person: { id: client.userId, roles: ['core.member', ...roles], grants, led: mine.map(team => team.id), teams: belongs.map(team => team.id) },
    }
  })
  ;(made.actors as Actor[]).push(...actors)
  await makeShares(made, teams)
  return made
}

/** Values for the fields of a new record that anyone may set. */
export function draw(chance: Chance, entity: string, known: Theatre['known'], without: readonly string[]): { [field: string]: Json } {
  const values: { [field: string]: Json } = {}
  for (const [name, shape] of Object.entries(shapes[entity] ?? {})) {
    if (shape.fixed || without.includes(name) || shape.kind === 'lines' || chance.yes(0.25)) continue
    if (shape.kind === 'id') values[name] = known.ids(shape.to ?? '').length > 0 ? chance.one(known.ids(shape.to ?? '')) : null
    else if (shape.kind === 'money') values[name] = { amount: String(chance.one(shape.values ?? [])), currency: chance.one(['INR', 'EUR']) }
    else if (shape.kind === 'ids') values[name] = chance.some(known.ids(shape.to ?? ''), 0.15)
    else if (shape.kind === 'pointer') values[name] = pointer(chance.one(shape.values ?? []), chance, known)
    else if (shape.kind === 'set') values[name] = chance.some(shape.values ?? [], 0.5) as Json
    else if (shape.values) values[name] = chance.one(shape.values) as Json
  }
  return values
}

function pointer(entity: unknown, chance: Chance, known: Theatre['known']): Json {
  const ids = known.ids(String(entity))
  return ids.length === 0 ? null : { entity: String(entity), id: chance.one(ids) }
}

/** A deal that breaks no rule of its entity. */
export function dealOf(chance: Chance, known: Theatre['known']): { [field: string]: Json } {
  const values = draw(chance, 'deals.deal', known, ['state', 'firm'])
  const state = chance.one(['open', 'won', 'lost'])
  const lines = Array.from({ length: chance.below(3) }, () => ({ item: 'amber', quantity: '1', ...draw(chance, 'deals.line', known, ['deal']) }))
  return {
    title: 'amber',
    reason: 'fern',
    ...values,
    state,
    value: { amount: String(chance.one([100, 250.5, 900])), currency: 'INR' },
    lines,
    firm: firmOf(chance, known),
  }
}

function firmOf(chance: Chance, known: Theatre['known']): Json {
  // A supplier can't be sold to.
  const customers = known.ids('deals.firm')
  return chance.yes(0.2) ? null : customers.length > 0 ? chance.one(customers) : null
}

async function create(theatre: Theatre, entity: string, values: { [field: string]: Json }): Promise<void> {
  const { status, json } = await theatre.platform.admin.ask('POST', `/api/records/${entity}`, values)
  if (status === 201) return theatre.look(entity, (json as { id: string }).id)
  if (status === 422 && values.firm) return create(theatre, entity, { ...values, firm: null })
  throw new Error(`${entity} was refused: ${JSON.stringify(json)}`)
}

function keep(rows: Theatre['stage']['rows'], entity: string, row: Row, id: string): void {
  if (entity === 'deals.deal') {
    for (const line of [...(rows.get('deals.line')?.values() ?? [])]) if (line.deal === id) rows.get('deals.line')?.delete(line.id)
    if (Array.isArray(row.lines)) for (const line of row.lines as Row[]) rows.get('deals.line')?.set(line.id, line)
  }
  if (row.id === id) rows.get(entity)?.set(id, row)
  else rows.get(entity)?.delete(id)
}

async function lookAll(theatre: Theatre, entity: string): Promise<void> {
  const { items } = (await theatre.platform.admin.get(`/api/records/${entity}?limit=500&sort=id`)) as unknown as { items: Row[] }
  for (const item of items) keep(theatre.stage.rows, entity, item, item.id)
}

interface MadeTeam {
  readonly id: string
  readonly leader: string
  readonly parent: string | null
  readonly members: readonly string[]
}

async function makeTeams({ platform, chance }: Theatre, people: readonly { readonly client: TestClient }[]): Promise<MadeTeam[]> {
  const teams: MadeTeam[] = []
  for (let at = 0; at < 5; at += 1) {
    const leader = chance.one(people).client.userId
    const parent = at > 0 && chance.yes(0.6) ? chance.one(teams).id : null
    const members = chance.some(people, 0.3).map(one => one.client.userId)
    const made = (await platform.admin.post('/api/records/core.team', { name: `Team ${at}`, leader, parent, members: members.map(user => ({ user })) })) as {
      id: string
    }
    teams.push({ id: made.id, leader, parent, members })
  }
  return teams
}

function leads(teams: readonly MadeTeam[], team: MadeTeam, user: string): boolean {
  const above = teams.find(one => one.id === team.parent)
  return team.leader === user || (above !== undefined && leads(teams, above, user))
}

async function makeShares(theatre: Theatre, teams: readonly MadeTeam[]): Promise<void> {
  const { platform, chance, actors, stage, known } = theatre
  const list = (await platform.admin.get('/api/records/core.role?limit=100&fields=name')) as unknown as { items: { id: string; name: string }[] }
  for (let at = 0; at < 14; at += 1) {
    const entity = chance.yes(0.7) ? 'deals.deal' : 'deals.firm'
    const record = chance.one(known.ids(entity))
    const may = chance.one(['read', 'change'] as const)
    const kind = chance.one(['user', 'team', 'role'] as const)
    const role = chance.one(list.items.filter(one => /^(cast|x)\./.test(one.name)))
    const id = kind === 'user' ? chance.one(actors).person.id : kind === 'team' ? chance.one(teams).id : role.id
    const { status } = await platform.admin.ask('POST', `/api/records/${entity}/${record}/shares`, { [kind]: id, may })
    if (status !== 201) continue
    const target = { [kind]: kind === 'role' ? role.name : id }
    const others = stage.shares.filter(one => !(one.record === record && (one[kind] ?? '') === Object.values(target)[0]))
    stage.shares = [...others, { entity, record, ...target, may }]
  }
}
