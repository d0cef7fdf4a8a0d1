import { join } from 'node:path'
import leads from '@sangam/plugin-leads'
import { dashboard, definePlugin, hooks, type Json, type Plugin, type Role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkValue } from '../../core/records/validate.ts'
import { buildModel } from '../../core/registry/build.ts'
import type { Model, ModelEntity, ModelField } from '../../core/registry/model.ts'
import { untranslated } from '../../core/registry/spoken.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { overBudget } from '../../sdk/testing/check/budgets.ts'
import { cameOtherwise, extendedBy, present, stayedBehind } from '../../sdk/testing/check/come-back.ts'
import { hiddenFields, secretOf, shownOf } from '../../sdk/testing/check/hidden.ts'
import { linesShown } from '../../sdk/testing/check/hidden-lines.ts'
import { invalidValues } from '../../sdk/testing/check/invalid.ts'
import { openLetterBox } from '../../sdk/testing/check/letters.ts'
import { heardOf } from '../../sdk/testing/check/live.ts'
import { mailedOf, mailedRows, mailedWhereHidden } from '../../sdk/testing/check/mailed.ts'
import { openTo } from '../../sdk/testing/check/nobody.ts'
import { hiddenOn, partlyHidden, shownWhereHidden } from '../../sdk/testing/check/partly.ts'
import { byPointing } from '../../sdk/testing/check/pointing.ts'
import { byPosting, openRoutes } from '../../sdk/testing/check/posting.ts'
import { castFor, seenBy, seenInBin } from '../../sdk/testing/check/reach.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { releasedBeside } from '../../sdk/testing/check/released.ts'
import { strangersSee } from '../../sdk/testing/check/strangers.ts'
import { validValues } from '../../sdk/testing/check/valid.ts'
import { careless, crates, tidies } from './careless.ts'
import { kinds } from './kinds.ts'
import { Deal, deals, Firm } from './note.ts'

const model = buildModel([corePlugin, deals, kinds])
const drawn = [...model.entities.values()]
  .flatMap(entity => [...entity.fields.values()].map((field): [string, ModelField] => [`${entity.name}.${field.name}`, field]))
  .filter(([, field]) => !['reference', 'references', 'lines', 'flow', 'series'].includes(field.type.type))
const judge = (field: ModelField, value: Json) => checkValue(field, field.type.normalise ? field.type.normalise(value, field.options) : value)

test('what is drawn for a field of any type is taken, and what must be refused is', () => {
  expect(new Set(drawn.map(([, field]) => field.type.type)).size).toBe(22)
  for (const [name, field] of drawn) {
    fc.assert(
      fc.property(validValues(field, 'k1z'), value => judge(field, value) === null),
      { seed: 7, numRuns: 30 },
    )
    for (const value of field.options.readonly ? [] : invalidValues(field)) expect([name, value, judge(field, value)]).not.toEqual([name, value, null])
  }
})

test('texts without a word in Hindi are named', () => {
  expect(untranslated(model, deals)).toEqual(expect.arrayContaining(['Deals', 'Firm', 'Firms', 'Praise', 'Say why it was lost.', 'Seller', 'Words', 'Won']))
})

test('a dashboard is one of what is looked at: its texts, and that what its cards name is there', () => {
  const withBoard = (field: string) =>
    definePlugin({
      ...deals,
      parts: [
        ...(deals.parts ?? []),
        dashboard('deals.desk', { label: 'Desk of deals', cards: [{ kind: 'list', entity: 'deals.deal', label: 'Looked at', columns: [field] }] }),
      ],
    })
  const fine = withBoard('title')
  expect(untranslated(buildModel([corePlugin, fine]), fine)).toEqual(expect.arrayContaining(['Desk of deals', 'Looked at']))
  expect(() => buildModel([corePlugin, withBoard('titel')])).toThrow('The dashboard deals.desk, card "Looked at": deals.deal has no field "titel".')
})

test('a hook that asks record by record is found, with what it asks for and how to mend it', async () => {
  const asks = hooks(Deal, {
    check: async (ctx, changes) => {
      for (const { next } of changes) await ctx.repo(Firm).first({ name: next?.title ?? '' })
    },
  })
  const slow = definePlugin({ ...deals, parts: [...(deals.parts ?? []), asks] })
  await using platform = await createTestPlatform({ plugins: [slow] })
  const shape = await platform.platform.world.models.current('main')
  const maker = new Maker(platform, shape, {})
  const over = async (name: string) => overBudget(platform, shape, maker, shape.entities.get(name) as ModelEntity)

  expect(
    [...(await over('deals.firm')), ...(await over('deals.deal'))].map(said => said.replace(/takes \d+/, 'takes #').replace(/take \d+:/, 'take #:')),
  ).toEqual([
    'Saving 100 deals.deal at once takes # statements, and 20 take #: a hook asks record by record, 100 times for deals.firm. ' +
      'A hook gets the whole set: ask for all of it by one ctx.repo(…).find({ where: { id: { in: ids } } }), and change others by one createMany or updateMany.',
  ])
})

describe('a path that shows what the list hides', () => {
  let platform: TestPlatform
  let maker: Maker
  let seller: TestClient
  const entity = model.entities.get('deals.deal') as ModelEntity
  beforeAll(async () => {
    platform = await createTestPlatform({ plugins: [deals], installed: [careless] })
    maker = new Maker(platform, model, {})
    seller = await castFor(platform, maker, 'deals.seller')
    await maker.makeMany('deals.deal', 12)
  })
  afterAll(() => platform.stop())
  const seen = (person: TestClient) => seenBy(person, entity, maker.made('deals.deal'), { export: true, routes: [] })

  const leaking = (leaks: (method: string, path: string, body: unknown) => boolean, person = seller): TestClient => {
    const ask: TestClient['ask'] = (method, path, body, headers) => (leaks(method, path, body) ? platform.admin : person).ask(method, path, body, headers)
    const open: TestClient['open'] = (path, headers) => (leaks('GET', path, undefined) ? platform.admin : person).open(path, headers)
    return { ...person, ask, open, get: async path => (await ask('GET', path)).json, post: async (path, body) => (await ask('POST', path, body)).json }
  }

  test('is found in none of the paths there are', async () => {
    const { listed, differences } = await seen(seller)
    expect(differences).toEqual([])
    const inBin = (person: TestClient) => seenInBin(person, platform.admin, entity, { made: maker.made('deals.deal'), listed })
    expect(await inBin(seller)).toEqual([])
    expect((await inBin(leaking((method, path) => method === 'GET' && path.includes('/api/bin/'))))[0]).toBe('bin: true instead of false')
    expect([listed.size > 0, listed.size < 12]).toEqual([true, true])
  })

  test('is told of every way to it but the list', async () => {
    const lists = ['/api/meta', '/api/records/deals.deal?fields=id&limit=500']
    const { differences } = await seen(leaking((method, path) => method !== 'DELETE' && !lists.includes(path)))
    const told = differences.map(said =>
      said
        .replace(/: .*/, '')
        .replace(/^(?:GET|POST|PUT|PATCH) (\S+) .*/, '$1')
        .replace(/[0-9a-f-]{36}/, '{id}'),
    )
    expect([...new Set(told)].sort()).toEqual([
      '/api/approvals/deals.deal/{id}',
      '/api/batch',
      '/api/bulk/deals.deal',
      '/api/records/deals.deal/{id}',
      '/api/records/deals.deal/{id}/actions/praise',
      '/api/records/deals.deal/{id}/references',
      '/api/records/deals.deal/{id}/shares',
      '/api/timeline/deals.deal/{id}',
      '/api/timeline/deals.deal/{id}/comments',
      '/api/timeline/deals.deal/{id}/follow',
      '/api/timeline/deals.deal/{id}/people',
      'OData',
      ...['core.team on none of deals.deal:team', 'core.team on some of deals.deal:team'].map(what => `a condition of ${what}`),
      ...['core.user on none of deals.deal:owner', 'core.user on some of deals.deal:owner'].map(what => `a condition of ${what}`),
      ...['deals.firm on none of deals.deal:firm', 'deals.firm on some of deals.deal:firm'].map(what => `a condition of ${what}`),
      'a condition on ids',
      'an agent with its key',
      'asOf',
      'count',
      'export',
      'get',
      ...['firm', 'hot', 'nothing', 'owner', 'state', 'team'].map(field => `groups by ${field}`),
      'history',
      'print',
      'search',
      'search everywhere',
      'the count of OData',
    ])
  })

  test('is told by the live feed only of what the list shows', async () => {
    const listening = async (person: TestClient) => {
      const { made, heard } = await heardOf(person, platform.admin, 'deals.deal', () => maker.makeMany('deals.deal', 8))
      const listed = (await seller.get('/api/records/deals.deal?fields=id&limit=500')) as { items: { id: string }[] }
      const seen = made.filter(one => listed.items.some(item => item.id === one.id))
      return { all: made.length, seen: seen.length, heard: heard.length }
    }
    const { all, seen, heard } = await listening(seller)
    expect([heard, seen > 0, seen < all]).toEqual([seen, true, true])
    expect((await listening(leaking((_, path) => path === '/api/live'))).heard).toBe(8)
  })

  test('is told of whatever may be thrown away by who does not see it', async () => {
    expect((await seen(leaking(method => method === 'DELETE'))).differences.join('\n')).toMatch(/^DELETE \S+ of a record out of reach answers 200$/m)
  })

  test('a field that a role hides is seen on no path, and whichever shows it is told', async () => {
    const role = (deals.parts ?? []).find(part => part.kind === 'role' && part.name === 'deals.seller') as Role
    expect([...hiddenFields(role)]).toEqual([
      ['deals.deal', ['margin']],
      ['deals.firm', ['secret']],
    ])
    const firms = await maker.makeMany('deals.firm', 2)
    const shown = (person: TestClient) => shownOf({ person, admin: platform.admin, guest: platform.guest, model, routes: [] }, 'deals.firm', 'secret', firms)
    expect(await shown(seller)).toEqual([])
    expect(
      await shownOf({ person: seller, admin: platform.admin, guest: platform.guest, model, routes: [] }, 'deals.deal', 'margin', maker.made('deals.deal')),
    ).toEqual([])
    expect(await shown(leaking((method, path) => method === 'GET' || path.includes('/query/')))).toEqual([
      '/api/meta names deals.firm.secret',
      ...['list', 'get', 'history', 'asOf', 'OData', 'export', 'the timeline', 'the printed form', 'search'].map(path => `${path} shows deals.firm.secret`),
      ...['list with', 'sort by', 'filter by', 'group by', 'export of', 'OData sorted by', 'asOf with'].map(path => `${path} deals.firm.secret answers 200`),
      ...['deals.firm with parent.', 'deals.firm filtered by parent.', 'deals.deal with firm.', 'deals.deal filtered by firm.'].map(
        path => `${path} deals.firm.secret answers 200`,
      ),
    ])
  })

  test('comes by mail in no list that is sent on a schedule, and whichever tells of it is told', async () => {
    const box = await openLetterBox(platform.admin)
    const made = maker.made('deals.deal')
    // What was shared with them is not theirs to take out.
    const exported = String((await seller.ask('GET', '/api/export/deals.deal?format=jsonl&fields=id')).json)
    const ids = exported
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { id: string }).id)
    await platform.admin.patch(`/api/records/deals.deal/${ids[0]}`, { margin: secretOf(model, entity.fields.get('margin') as ModelField) })
    const listed = new Set(ids)
    const mail = async (person: TestClient) => ({
      rows: await mailedRows({ platform, box, person, model }, entity, made, listed),
      margin: await mailedOf({ platform, box, person, model }, 'deals.deal', 'margin', []),
      // Nothing of firms may be sent to whoever has the role.
      secret: await mailedOf({ platform, box, person, model }, 'deals.firm', 'secret', []),
    })
    expect(await mail(seller)).toEqual({ rows: [], margin: [], secret: [] })
    const { count } = (await platform.admin.post('/api/query/deals.deal', { limit: 1, count: 'exact' })) as { count: number }
    expect(await mail(platform.admin)).toEqual({
      rows: [
        `A list of deals.deal that comes by mail tells of ${count - listed.size} that whoever gets it may not see.`,
        `A list of deals.deal that comes by mail says that there are ${count}, where its reader sees ${listed.size}.`,
      ],
      margin: [
        'A list of deals.deal that comes by mail shows deals.deal.margin',
        'A list that is filtered by deals.deal.margin comes by mail',
        'Figures by deals.deal.margin that come by mail show it',
      ],
      secret: [
        'A list of deals.firm that comes by mail shows deals.firm.secret',
        'A list that is filtered by deals.firm.secret comes by mail',
        'Figures by deals.firm.secret that come by mail show it',
      ],
    })
    await box.stop()
  })

  describe('and a careless plugin', () => {
    let world: Model
    let things: Maker
    let keeper: TestClient
    const shapeOf = (name: string) => world.entities.get(name) as ModelEntity
    const routes = () => world.routes.filter(route => route.plugin === 'careless')
    beforeAll(async () => {
      await platform.admin.post('/api/plugins/careless/apply', { to: 'enabled' })
      world = await platform.platform.world.models.current('main')
      things = new Maker(platform, world, { 'careless.thing': { firm: null } })
      keeper = await castFor(platform, things, 'careless.seller')
    })

    test('is told of its route that reads as the system', async () => {
      const made = await things.makeMany('careless.thing', 8)
      const { listed, differences } = await seenBy(keeper, shapeOf('careless.thing'), made, { export: true, routes: routes() })
      expect([listed.size > 0, made.length > listed.size]).toEqual([true, true])
      expect(differences).toEqual([
        'GET /api/plugins/careless/x/all tells of careless.thing that whoever asks may not see. Read there by ctx.repo, which sees what they see, and not as the system.',
      ])
    })

    test('is told of its routes that are posted to, and tell of or change what whoever posts does not see', async () => {
      const { admin } = platform
      const { items } = (await keeper.get('/api/records/careless.thing?fields=id&limit=500')) as { items: { id: string }[] }
      const hidden = things.made('careless.thing').filter(one => !items.some(item => item.id === one.id))
      const posting = (person: TestClient) => byPosting({ person, admin, maker: things }, routes(), 'careless.thing', hidden)
      const path = 'POST /api/plugins/careless/x'
      const changes = `${path}/things/:id/praise changes careless.thing that whoever asks may not see. Read what is named by ctx.repo first, which refuses it to them.`
      expect(await posting(keeper)).toEqual([
        `${path}/look tells of careless.thing that whoever asks may not see. Read there by ctx.repo, which sees what they see, and not as the system.`,
        changes,
      ])
      const own = ['careless.thing', 'careless.draft', 'careless.basket'].map(shapeOf)
      await things.makeMany('careless.draft', 1)
      await things.makeMany('careless.basket', 1)
      expect(await openTo(await platform.as(), admin, { model: world, plugin: 'careless', own, maker: things })).toEqual([changes])
      // Who has no right to drafts is refused what asks for one; a server that did not would be told of.
      expect(await openRoutes(keeper, routes())).toEqual([])
      const lets = leaking((method, path) => method === 'POST' && path.endsWith('/asks'), keeper)
      expect(await openRoutes(lets, routes())).toEqual([`${path}/asks answers 200`])
    })

    test('is told of what others’ records, which point at what is not seen, tell more of it than that it is there', async () => {
      const { admin } = platform
      const { items } = (await keeper.get('/api/records/careless.thing?fields=id&limit=500')) as { items: { id: string }[] }
      const hidden = things.made('careless.thing').filter(one => !items.some(item => item.id === one.id))
      const pointing = (person: TestClient) => byPointing({ person, admin, model: world }, shapeOf('careless.thing'), hidden)
      const told = (paths: readonly string[], field: string) =>
        paths.map(path => `The ${path} of careless.basket tells more of careless.thing that ${field} points at than that it is there, to who may not see it.`)
      expect(await pointing(keeper)).toEqual(told(['form', 'history', 'timeline'], 'first'))
      const open = leaking((method, path) => method === 'POST' && path === '/api/query/careless.basket', keeper)
      expect(await pointing(open)).toEqual(told(['list', 'form', 'history', 'timeline'], 'first'))
    })

    test('a field that a role sees on some records only is on no path of the others, and whichever shows it is told', async () => {
      const { admin } = platform
      const role = (careless.parts ?? []).find(part => part.kind === 'role' && part.name === 'careless.partner') as Role
      const [partly] = partlyHidden(role)
      expect(partly).toEqual({ entity: 'careless.thing', field: 'cost', shown: [{ state: 'sold' }] })
      if (!partly) return
      const partner = await platform.as('careless.partner')
      const looking = (person: TestClient) => shownWhereHidden({ person, admin, model: world, routes: routes() }, partly)
      expect(await looking(partner)).toEqual([])
      const [id = ''] = await hiddenOn(partner, partly)
      const lets = leaking((method, path) => (method === 'GET' && path !== '/api/meta') || (path.includes('/query/') && path !== '/api/query/none'), partner)
      expect(await looking({ ...lets, post: partner.post })).toEqual([
        ...['list', 'get', 'history', 'asOf', 'OData', 'export', 'the timeline', 'the printed form'].map(
          path => `${path} shows careless.thing.cost where it is hidden`,
        ),
        ...['a filter by', 'a filter by what is not', 'groups by', 'the most of'].map(path => `${path} careless.thing.cost finds it where it is hidden`),
      ])
      expect(await looking(leaking(method => method === 'PATCH', partner))).toEqual([`a change of careless.thing.cost where it is hidden answers 200`])
      await admin.patch(`/api/records/careless.thing/${id}`, { state: 'sold' })
      const rest = await hiddenOn(partner, partly)
      for (const one of rest) await admin.patch(`/api/records/careless.thing/${one}`, { state: 'sold' })
      expect(await looking(partner)).toEqual([
        'Whoever has the role sees cost on all careless.thing that it sees, so nothing is proven of where it is hidden. Give `examples` that its conditions tell apart.',
      ])
    })

    test('is told of what it writes elsewhere of a field that it adds to others’ records and hides, and of the page of a link that shows one', async () => {
      const { admin, guest } = platform
      const asking = (person: TestClient) => ({ person, admin, guest, model: world, routes: routes() })
      const role = (careless.parts ?? []).find(part => part.kind === 'role') as Role
      expect([...hiddenFields(role)]).toEqual([
        ['careless.thing', ['cost']],
        ['deals.firm', ['rank']],
      ])
      const { items } = (await keeper.get('/api/records/deals.firm?fields=id&limit=1')) as { items: { id: string }[] }
      const sold = { name: 'Lamp', owner: keeper.userId, firm: items[0]?.id, state: 'sold' }
      const made = { id: ((await admin.post('/api/records/careless.thing', sold)) as { id: string }).id, values: sold as never, mark: 'Lamp' }
      expect(await shownOf(asking(keeper), 'deals.firm', 'rank', [])).toEqual(['careless.thing holds what deals.firm.rank hides, and shows it'])
      expect(await shownOf(asking(keeper), 'careless.thing', 'cost', [made])).toEqual([])
      const newcomer = await platform.as('careless.seller')
      expect(await shownOf(asking(newcomer), 'careless.thing', 'cost', [made])).toEqual([
        'Of 1 random careless.thing, whoever has the role sees none, so of cost nothing is proven. Give `examples` that its condition reaches.',
      ])
      const lets = leaking((_, path) => path.endsWith('/links') || /timeline|\/mcp/.test(path), keeper)
      expect(await shownOf(asking(lets), 'careless.thing', 'cost', [made])).toEqual(
        ['the timeline', 'an agent’s', 'the page of a link'].map(path => `${path} shows careless.thing.cost`),
      )
    })

    test('is told of what it hides and writes into a list that goes out by mail', async () => {
      const box = await openLetterBox(platform.admin)
      const mailing = (person: TestClient) => ({ platform, box, person, model: world })
      expect(await mailedOf(mailing(keeper), 'deals.firm', 'rank', [shapeOf('careless.thing')])).toEqual([
        'A list of careless.thing that comes by mail shows deals.firm.rank',
      ])
      const role = (careless.parts ?? []).find(part => part.kind === 'role' && part.name === 'careless.partner') as Role
      const [partly] = partlyHidden(role)
      const partner = await platform.as('careless.partner')
      const cost = secretOf(world, shapeOf('careless.thing').fields.get('cost') as ModelField)
      const { items } = (await platform.admin.post('/api/query/careless.thing', { where: { cost }, fields: ['id'] })) as { items: { id: string }[] }
      for (const one of items) await platform.admin.patch(`/api/records/careless.thing/${one.id}`, { cost: null })
      const { id } = (await platform.admin.post('/api/records/careless.thing', { name: 'Vat', cost })) as { id: string }
      const where = partly ?? { entity: '', field: '', shown: [] }
      expect(await hiddenOn(partner, where)).toContain(id)
      expect(await mailedWhereHidden(mailing(partner), where)).toEqual([])
      // Whoever is the owner sees it on all.
      expect(await mailedWhereHidden(mailing({ ...partner, userId: platform.admin.userId }), where)).toEqual([
        'A list of careless.thing that comes by mail shows careless.thing.cost where it is hidden',
      ])
      await box.stop()
    })

    test('is told of a page for strangers that nothing can be shown on; one that can is opened', async () => {
      const { admin, guest } = platform
      const clients = { admin, guest, nobody: await platform.as() }
      expect(await strangersSee(clients, shapeOf('careless.thing'), () => things.make('careless.thing'))).toEqual([])
      expect(await strangersSee(clients, shapeOf('careless.draft'), () => things.make('careless.draft'))).toEqual([
        'No link could be made to any of 6 random careless.draft, as the owner is told: “Make it ready first.” So its public page was not opened. Give `examples` of which it can be shown.',
      ])
      const open = {
        ...clients,
        nobody: admin,
        guest: { ...guest, ask: async (...asked: Parameters<typeof guest.ask>) => ({ ...(await guest.ask(...asked)), status: 200 }) },
      }
      const page = 'The page of a link to careless.thing'
      expect(await strangersSee(open, shapeOf('careless.thing'), () => things.make('careless.thing'))).toEqual([
        `${page} that nobody made answers 200, and not 404.`,
        'Someone without roles makes a link to careless.thing.',
        ...[`${page} that was stopped answers 200, and not 410.`, `${page} that was stopped answers 200, and not 410.`],
        `${page} that lies in the bin answers 200, and not 410.`,
      ])
    })

    test('is told of each record that came back otherwise from its uninstallation, and of what it leaves behind while it is away', async () => {
      const { admin } = platform
      const put = (to: string) => admin.post('/api/plugins/careless/apply', { to })
      expect(extendedBy(world, 'careless').map(one => one.name)).toEqual(['deals.firm'])
      const looked = ['careless.draft', 'careless.thing', 'deals.firm'].map(shapeOf)
      const red = (await admin.post('/api/records/careless.draft', { name: 'Red' })) as { id: string }
      const [cup, vase] = (await admin.post('/api/records/careless.thing', [{ name: 'Cup' }, { name: 'Vase' }])) as [{ id: string }, { id: string }]
      const firm = (await admin.post('/api/records/deals.firm', { name: 'Gupta', rank: 7, best: cup.id })) as { id: string }
      const before = await present(admin, looked)
      await put('uninstalled')
      const away = await present(admin, looked)
      await put('enabled')

      const gone = new Set(['careless'])
      expect(stayedBehind(gone, world, before, away)).toEqual([])
      expect(cameOtherwise(world, before, await present(admin, looked))).toEqual([])
      // What was changed by another hand meanwhile stands for a plugin that does not bring back what it had.
      await admin.delete(`/api/records/careless.draft/${red.id}`)
      await admin.post('/api/records/careless.draft', { name: 'Green' })
      await admin.patch(`/api/records/deals.firm/${firm.id}`, { rank: 0, best: vase.id })
      expect(cameOtherwise(world, before, await present(admin, looked))).toEqual([
        'careless.draft “Red” did not come back.',
        'careless.draft “Green” was not there before.',
        'deals.firm “Gupta” was at version 1 and came back at 2.',
        'deals.firm “Gupta”: rank was 7 and came back as 0.',
        `deals.firm “Gupta”: best pointed at "${cup.id}" and came back pointing at "${vase.id}".`,
      ])
      // While it is away, its fields are in no history either.
      const history = 'deals.firm: the history of a record came back otherwise.'
      expect(cameOtherwise(world, before, away)).toEqual([
        ...['careless.draft', 'careless.thing'].map(name => `${name} did not come back.`),
        ...['rank', 'best'].map(field => `deals.firm came back without its field ${field}.`),
        history,
      ])
      expect(cameOtherwise(world, away, before)).toEqual([...['rank', 'best'].map(field => `deals.firm came back with one field more: ${field}.`), history])
      const stuck = new Map([...before].map(([name, kept]) => [name, { ...kept, items: new Map() }]))
      expect(stayedBehind(gone, world, before, stuck).slice(0, 5)).toEqual([
        ...['careless.draft', 'careless.thing'].map(name => `${name} is still there while its plugin is away.`),
        ...['rank', 'best'].map(field => `deals.firm still shows ${field} while its plugin is away.`),
        'deals.firm “First firm” can’t be read while the plugin is away.',
      ])
    })
  })
})

test('lines that a role hides are told on no path, those of one record neither, and what tells of them is told of', async () => {
  await using platform = await createTestPlatform({ plugins: [crates] })
  const { admin, guest } = platform
  const world = await platform.platform.world.models.current('main')
  const maker = new Maker(platform, world, {})
  const shown = (person: TestClient, id: string) => linesShown({ person, admin, guest, maker, model: world, routes: [] }, 'crates.crate', 'packs', id)
  const make = async (more: object) => ((await admin.post('/api/records/crates.crate', { name: 'Oak', ...more })) as { id: string }).id
  const [bearer, packer] = [await platform.as('crates.bearer'), await platform.as('crates.packer')]
  const told = ['list', 'get', 'asOf', 'OData', 'export'].map(path => `${path} shows crates.crate.packs.label`)
  const [empty, full] = [await make({}), await make({ packs: [{ label: 'Cups', weight: 4 }, { label: 'Saucers' }] })]
  for (const who of [bearer, packer])
    for (const id of [empty, full]) {
      const found = await shown(who, id)
      expect(found).toEqual(expect.arrayContaining(told))
      expect(found.filter(one => !/crates\.crate\.packs\.label$/.test(one))).toEqual([])
    }
  // Whoever sees them is told of on each of its ways.
  const ways = (await shown(admin, full))
    .filter(one => one.includes('.weight'))
    .map(one => one.replace(/ (?:shows )?crates\.crate\.packs\.weight( finds it)?$/, ''))
  expect(ways).toEqual([
    ...['get', 'history', 'asOf', 'the timeline'],
    ...['list', 'get', 'asOf', 'OData', 'export', 'an agent’s'].map(path => `${path} of crates.pack`),
    ...['the printed form', 'a filter by some of', 'a filter by none but', 'a filter by the way to'],
    ...['a filter of lines by', 'groups of lines by', 'the most of'],
  ])
})

test('a plugin that changes what people have as it comes back from its uninstallation is told of each record', async () => {
  await using platform = await createTestPlatform({ plugins: [], installed: [tidies] })
  const { admin } = platform
  const put = (to: string) => admin.post('/api/plugins/tidies/apply', { to })
  // Its first records can't be made: it is told, and is enabled all the same.
  expect(await put('enabled')).toMatchObject({ unmade: [{ seed: 'tidies.first' }] })
  const world = await platform.platform.world.models.current('main')
  const [red, , white] = (await admin.post('/api/records/tidies.cup', [{ name: 'Red' }, { name: 'Blue', rank: 7 }, { name: 'White' }])) as { id: string }[]
  const { items } = (await admin.get('/api/records/tidies.cup?where={"name":"Blue"}&fields=id')) as { items: { id: string }[] }
  await admin.patch(`/api/records/tidies.cup/${items[0]?.id}`, { beside: red?.id ?? null })
  const looked = [world.entities.get('tidies.cup') as ModelEntity]
  const before = await present(admin, looked)
  await put('uninstalled')
  expect(stayedBehind(new Set(['tidies']), world, before, await present(admin, looked))).toEqual([])
  await put('enabled')
  expect(cameOtherwise(world, before, await present(admin, looked))).toEqual([
    'tidies.cup “Red” did not come back.',
    'tidies.cup “Blue” was at version 2 and came back at 3.',
    'tidies.cup “Blue”: rank was 7 and came back as 0.',
    `tidies.cup “Blue”: beside pointed at "${red?.id}" and came back pointing at "${white?.id}".`,
    'tidies.cup “Green” was not there before.',
    'tidies.cup: the history of a record came back otherwise.',
  ])
})

test('what earlier versions kept is found beside the test of a plugin, and not of the version itself or of another plugin', () => {
  const beside = join(import.meta.dirname, '..', '..', 'plugins', 'leads', 'server', 'check.test.ts')
  const found = (plugin: Plugin) => releasedBeside(beside, plugin).map(one => `${one.id} ${one.version}`)
  expect([found({ ...leads, version: '0.2.0' }), found(leads), found(deals)]).toEqual([['leads 0.1.0'], [], []])
  // This is where checkPlugin looks: beside the file that calls it.
  expect(expect.getState().testPath).toBe(import.meta.filename)
})

test('a test that leaves out what its plugin needs is told to name it, and where it comes from', async () => {
  const more = 'A test names what a plugin needs as well: createTestPlatform({ plugins: […, leads] }), each from its package such as @sangam/plugin-parties.'
  const needs = ['parties', 'items'].map(id => `Plugin leads needs ${id} ^0.1.0, which is not enabled. Enable ${id} too.`)
  await expect(createTestPlatform({ plugins: [leads] })).rejects.toThrow([...needs, more].join('\n'))
})
