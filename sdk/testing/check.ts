import type { Plugin } from '@sangam/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boot } from '../../core/boot.ts'
import { unheard } from '../../core/registry/heard.ts'
import type { Model, ModelEntity } from '../../core/registry/model.ts'
import { behindNeeds, isJoined } from '../../core/registry/order.ts'
import { untranslated as withoutHindi } from '../../core/registry/spoken.ts'
import { judgedApart } from './check/alike.ts'
import { overBudget } from './check/budgets.ts'
import { cameOtherwise, extendedBy, present, stayedBehind } from './check/come-back.ts'
import { firstSeen, hiddenFields, shownOf } from './check/hidden.ts'
import { linesIn, linesShown, linesWhereHidden } from './check/hidden-lines.ts'
import { type LetterBox, openLetterBox } from './check/letters.ts'
import { heardOf } from './check/live.ts'
import { type Mailing, mailedOf, mailedRows, mailedWhereHidden } from './check/mailed.ts'
import { openTo } from './check/nobody.ts'
import { type Printers, papersLack, reportsLack } from './check/papers.ts'
import { hiddenOn, partlyHidden, shownWhereHidden } from './check/partly.ts'
import { byPointing } from './check/pointing.ts'
import { byPosting, openRoutes } from './check/posting.ts'
import { castFor, seenBy, seenInBin } from './check/reach.ts'
import { concerning, type Examples, isOncePerCompany, Maker } from './check/records.ts'
import { cardOf, pluginOfRelease, type Released, releasedBeside } from './check/released.ts'
import { roundTrip } from './check/round-trip.ts'
import { schemaOf, shapeOfSchema, stillToMake, tablesOf } from './check/schema.ts'
import { lookAtScreens, packageToLookAt } from './check/screens.ts'
import { strangersSee } from './check/strangers.ts'
import type { TestClient } from './client.ts'
import { createTestPlatform, type TestPlatform } from './platform.ts'

/**
 * What `checkPlugin` must know of a plugin beside its definition.
 *
 * @example const options: CheckOptions = { needs: [parties, items], examples: { 'leads.lead': { title: 'Forty looms' } } }
 */
export interface CheckOptions {
  /** The plugins it stands on or joins, and those on which they stand. */
  readonly needs?: readonly Plugin[]
  /** Values that all random records of an entity get, where its hooks take only some: `{ 'fleet.car': { plate: 'MH 12 AB 1234' } }`. */
  readonly examples?: Examples
  /** What earlier versions kept, each the content of a file that `sangam plugin release` wrote: from each it is upgraded, with records. Those in `migrations` beside the test are found by themselves. */
  readonly released?: readonly Released[]
  /** Texts that have no Hindi yet, all of them: what `sangam graduate` found no word for. The list gets shorter; one that has a word by now is refused in it. */
  readonly untranslated?: readonly string[]
}

/** How many random records each entity gets. */
const many = 6
/** What values are drawn from; another one draws others. */
const seed = Number(process.env.SANGAM_CHECK_SEED ?? 20_270_331)
/** How many at most, until a role sees some of them and others not. */
const most = 40

function countOf(entity: ModelEntity): number {
  return isOncePerCompany(entity) ? 1 : many
}

/**
 * The tests that every plugin owes, whatever it does: that it starts, comes and goes, lets nobody in
 * who may not, shows on no path what another hides, speaks Hindi, has names that can be heard, survives export and import, asks the
 * database little, and refuses what is no value. A bridge is turned on and off by what it joins. Call
 * it at the top of a test file.
 *
 * @example checkPlugin(leads, { needs: [parties, items] })
 */
export function checkPlugin(plugin: Plugin, { needs = [], examples = {}, released = [], untranslated = [] }: CheckOptions = {}): void {
  describe(`what every plugin owes: ${plugin.id}`, () => {
    let fresh: TestPlatform
    let later: TestPlatform
    let model: Model
    let maker: Maker
    let entities: readonly ModelEntity[]
    let made: Promise<void> | undefined
    let letters: Promise<LetterBox> | undefined
    /** The tables that are there without it. */
    let bare: readonly string[]

    beforeAll(async () => {
      fresh = await createTestPlatform({ plugins: [...needs, plugin] })
      later = await createTestPlatform({ plugins: needs.filter(one => !held.includes(one)), installed: [...held, plugin] })
      bare = await tablesOf(later.platform)
      model = await fresh.platform.world.models.current('main')
      maker = new Maker(fresh, model, examples)
      entities = concerning(model, plugin)
    })
    afterAll(async () => {
      await (await letters)?.stop()
      await fresh?.stop()
      await later?.stop()
    })

    // A bridge comes and goes with one that it joins, which is held back with whatever stands on it: the one with which the least comes and goes.
    const everything = new Map([...needs, plugin].map(one => [one.id, one]))
    const standingOn = (side: Plugin): readonly Plugin[] => needs.filter(one => behindNeeds([one], everything).includes(side))
    const sides = needs.filter(one => isJoined(plugin, one.id)).map(side => ({ side, held: standingOn(side) }))
    const size = (all: readonly Plugin[]): number => all.reduce((sum, one) => sum + (one.entities?.length ?? 0), 0)
    const { side = null, held = [] } = sides.sort((a, b) => size(a.held) - size(b.held))[0] ?? {}
    const turn = async (to: 'enabled' | 'disabled'): Promise<void> => {
      const { unmade = [] } = (await later.admin.post(`/api/plugins/${(side ?? plugin).id}/apply`, { to })) as {
        readonly unmade?: readonly { readonly text: string }[]
      }
      expect(unmade.map(one => one.text)).toEqual([])
    }

    const own = (): readonly ModelEntity[] => entities.filter(entity => entity.plugin === plugin.id)
    const routes = (): Model['routes'] => model.routes.filter(route => route.plugin === plugin.id)
    const records = (): Promise<void> => {
      made ??= (async () => {
        for (const entity of entities) await maker.makeMany(entity.name, countOf(entity))
      })()
      return made
    }

    const mailTo = async (person: TestClient): Promise<Mailing> => {
      letters ??= openLetterBox(fresh.admin)
      return { platform: fresh, box: await letters, person, model }
    }

    test('it starts with what it needs alone, and a second start changes nothing', async () => {
      const { world } = fresh.platform
      const before = await schemaOf(fresh.platform)
      const again = await boot({ config: world.config, plugins: world.plugins, log: world.log, clock: world.clock, background: false })
      const { number, hash } = await again.world.models.current('main')
      const missing = await stillToMake(again)
      await again.stop()

      expect({ number, hash, missing }).toEqual({ number: model.number, hash: model.hash, missing: [] })
      expect(await schemaOf(fresh.platform)).toEqual(before)
    })

    test('enabled later, disabled and enabled again, it has the schema of a fresh start', { timeout: 120_000 }, async () => {
      await turn('enabled')
      const first = await schemaOf(later.platform)
      await turn('disabled')
      const away = await Promise.all(own().map(async entity => (await later.admin.ask('GET', `/api/records/${entity.name}`)).status))
      await turn('enabled')

      expect(away).toEqual(own().map(() => 404))
      expect(await schemaOf(later.platform)).toEqual(first)
      expect(first).toEqual(await schemaOf(fresh.platform))
      expect(await stillToMake(later.platform)).toEqual([])
    })

    const given = new Set(released.map(one => one.version))
    const { testPath = '' } = expect.getState()
    for (const version of [...released, ...releasedBeside(testPath, plugin).filter(one => !given.has(one.version))]) {
      test(`upgraded from ${version.version}, with random records, it has the schema of a fresh start`, async () => {
        const old = await createTestPlatform({ plugins: [...needs, pluginOfRelease(version)] })
        try {
          const older = new Maker(old, await old.platform.world.models.current('main'), examples)
          // Lines come with the records they belong to.
          for (const name of Object.keys(version.entities)) {
            const entity = older.model.entities.get(name)
            if (entity && !entity.linesOf) await older.makeMany(name, countOf(entity))
          }
          await old.restart(plugin)
          const { upgrade, problems } = await cardOf(old, plugin.id)
          if (upgrade) await old.admin.post(`/api/plugins/${plugin.id}/apply`, { to: plugin.version })

          expect({ problems: upgrade ? [] : problems, left: await stillToMake(old.platform) }).toEqual({ problems: [], left: [] })
          expect(await shapeOfSchema(old.platform)).toEqual(await shapeOfSchema(fresh.platform))
          for (const entity of own()) await old.admin.get(`/api/records/${entity.name}?limit=${many}`)
          expect((await old.platform.world.models.current('main')).plugins.get(plugin.id)?.version).toBe(plugin.version)
        } finally {
          await old.stop()
        }
      })
    }

    test('random valid records of all its entities are taken, and can be read', async () => {
      await records()
      for (const entity of own()) expect(maker.made(entity.name).length, entity.name).toBeGreaterThanOrEqual(countOf(entity))
      for (const entity of own()) for (const { id } of maker.made(entity.name)) await fresh.admin.get(`/api/records/${entity.name}/${id}`)
    })

    test('someone without roles may run none of its actions and routes, and see and write none of its records', async () => {
      await records()
      const open = await openTo(await fresh.as(), fresh.admin, { model, plugin: plugin.id, own: own(), maker })
      expect(open).toEqual([])
    })

    for (const role of (plugin.parts ?? []).filter(part => part.kind === 'role')) {
      for (const entity of new Set(role.grants.filter(grant => grant.where && grant.verbs.includes('read')).map(grant => grant.entity))) {
        test(`what ${role.name} may not see of ${entity} is on no path`, async () => {
          await records()
          const person = await castFor(fresh, maker, role.name)
          const shape = model.entities.get(entity) as ModelEntity
          const may = { export: role.grants.some(grant => grant.entity === entity && grant.verbs.includes('export')), routes: routes() }
          const { made, heard } = await heardOf(person, fresh.admin, entity, () => maker.makeMany(entity, many))
          let all = made
          let seen = await seenBy(person, shape, all, may)
          // Both must occur, or nothing is proven.
          const proves = (): boolean => all.some(one => seen.listed.has(one.id)) && all.some(one => !seen.listed.has(one.id))
          while (!proves() && seen.differences.length === 0 && all.length < most) {
            all = [...all, ...(await maker.makeMany(entity, many))]
            seen = await seenBy(person, shape, all, may)
          }

          const unseen = heard.filter(id => !seen.listed.has(id))
          const live = unseen.length > 0 ? [`The live feed tells of ${unseen.length} ${entity} that ${role.name} may not see.`] : []
          const unseenMade = all.filter(one => !seen.listed.has(one.id))
          const more = [
            ...(await mailedRows(await mailTo(person), shape, all, seen.listed)),
            ...(await byPosting({ person, admin: fresh.admin, maker }, routes(), entity, unseenMade)),
            ...(await byPointing({ person, admin: fresh.admin, model }, shape, unseenMade)),
            ...(await seenInBin(person, fresh.admin, shape, { made: all, listed: seen.listed })),
          ]
          expect([...live, ...seen.differences, ...more]).toEqual([])
          expect(proves(), `of ${all.length} random ${entity}, ${role.name} sees all or none. Give \`examples\` that its condition tells apart.`).toBe(true)
        })
      }
      const hidden = [...hiddenFields(role)]
      if (hidden.length > 0)
        test(`fields that ${role.name} does not see are on no path`, async () => {
          await records()
          const person = await castFor(fresh, maker, role.name)
          const shown: string[] = []
          for (const [entity, fields] of hidden) {
            let made = await maker.makeMany(entity, 2)
            while (made.length < most && (await firstSeen(person, entity)) === null) made = [...made, ...(await maker.makeMany(entity, 2))]
            for (const field of fields) {
              shown.push(...(await shownOf({ person, admin: fresh.admin, guest: fresh.guest, model, routes: routes() }, entity, field, made)))
              shown.push(...(await mailedOf(await mailTo(person), entity, field, own())))
              const seen = linesIn(model, entity, field) && (await firstSeen(person, entity))
              if (seen)
                shown.push(...(await linesShown({ person, admin: fresh.admin, guest: fresh.guest, maker, model, routes: routes() }, entity, field, seen)))
            }
          }
          expect(shown).toEqual([])
        })
      for (const partly of partlyHidden(role))
        test(`${partly.field} of ${partly.entity} is on no path where ${role.name} does not see it`, async () => {
          await records()
          const person = await castFor(fresh, maker, role.name)
          let made = await maker.makeMany(partly.entity, 2)
          while (made.length < most && (await hiddenOn(person, partly)).length === 0) made = [...made, ...(await maker.makeMany(partly.entity, 2))]
          expect([
            ...(await shownWhereHidden({ person, admin: fresh.admin, model, routes: routes() }, partly)),
            ...(await mailedWhereHidden(await mailTo(person), partly)),
            ...(await linesWhereHidden({ person, admin: fresh.admin, guest: fresh.guest, maker, model, routes: routes() }, partly)),
          ]).toEqual([])
        })
      if ((plugin.parts ?? []).some(part => part.kind === 'route'))
        test(`what ${role.name} has no right to is refused by its routes`, async () => {
          expect(await openRoutes(await fresh.as(role.name), routes())).toEqual([])
        })
    }

    for (const { entity: name } of (plugin.parts ?? []).filter(part => part.kind === 'publicPage'))
      test(`what a link to ${name} opens can be read by whoever has it, and by nobody else`, async () => {
        const clients = { admin: fresh.admin, guest: fresh.guest, nobody: await fresh.as() }
        // Of its own: they do not stay as they were made.
        const found = await strangersSee(clients, model.entities.get(name) as ModelEntity, () => maker.make(name))
        expect(found, found.join('\n')).toEqual([])
      })

    const printers = async (): Promise<Printers> => {
      const reader = await fresh.as('core.owner')
      await fresh.admin.patch(`/api/records/core.user/${reader.userId}`, { locale: 'hi' })
      return { en: fresh.admin, hi: reader }
    }
    if ((plugin.parts ?? []).some(part => part.kind === 'document'))
      test('each of its papers can be made, in English and in Hindi, and has something on it', async () => {
        await records()
        const found = await papersLack({ printers: await printers(), model, maker, untranslated }, plugin.id)
        expect(found, found.join('\n')).toEqual([])
      })
    if ((plugin.parts ?? []).some(part => part.kind === 'route' && part.gives === 'sheet'))
      test('each of its reports can be made as a paper, in English and in Hindi', async () => {
        await records()
        const found = await reportsLack({ printers: await printers(), model, maker, untranslated }, routes())
        expect(found, found.join('\n')).toEqual([])
      })

    test('every text it shows has a word in Hindi', () => {
      const missing = withoutHindi(model, plugin)
      const known = new Set(untranslated)
      const said = missing.filter(text => !known.has(text)).map(text => `“${text}”`)
      expect(missing, `No word in Hindi for ${said.join(', ') || 'what is listed'}. Say it in translations('hi', { … }).`).toEqual([...untranslated].sort())
    })

    test('whoever hears what it shows, or sees few colours, can tell it apart', () => {
      const found = unheard(model, plugin)
      expect(found, found.join('\n')).toEqual([])
    })

    const looked = packageToLookAt(plugin)
    if (looked)
      test('whoever hears or enlarges its screens can use them, as far as axe tells', { timeout: 180_000 }, async () => {
        const { found } = await lookAtScreens({ archive: await looked.archive(), chromium: looked.chromium, needs, examples })
        expect(found, found.join('\n')).toEqual([])
      })

    test('what is exported as CSV comes back the same by import', async () => {
      await records()
      if (!(await later.platform.world.models.current('main')).plugins.has(plugin.id)) await turn('enabled')
      for (const entity of entities) {
        const ids = maker
          .made(entity.name)
          .map(one => one.id)
          .slice(0, many)
        const { sent, came, problems } = await roundTrip(model, entity, ids, fresh.admin, later.admin)
        expect({ entity: entity.name, problems, rows: came }).toEqual({ entity: entity.name, problems: [], rows: sent })
      }
    })

    test('a page, a list and a save ask the database little, and for a hundred records as much as for a few', async () => {
      await records()
      const over: string[] = []
      for (const entity of own()) over.push(...(await overBudget(fresh, model, maker, entity)))
      expect(over).toEqual([])
    })

    test('what is no value is refused, with the name of its field, and by the browser as by the server', async () => {
      await records()
      const apart: string[] = []
      for (const entity of own()) apart.push(...(await judgedApart(fresh.admin, model, maker, entity, seed)))
      expect(apart, apart.join('\n')).toEqual([])
    })

    // The last: it takes everything away for a while.
    test('uninstalled and put back, it has the schema and all records it had, and others’ records the values it adds to them', {
      timeout: 120_000,
    }, async () => {
      await records()
      const put = (id: string, to: string) => fresh.admin.post(`/api/plugins/${id}/apply`, { to })
      const looked = [...[...model.entities.values()].filter(one => one.plugin === plugin.id && !one.linesOf && !one.internal), ...extendedBy(model, plugin.id)]
      const schema = await schemaOf(fresh.platform)
      const before = await present(fresh.admin, looked)
      // What keeps a bridge here is out of sight meanwhile, with its tables where they are.
      const going = side ? behindNeeds(held, everything).filter(one => held.includes(one)) : []
      for (const one of going.toReversed()) await put(one.id, 'disabled')
      await put(plugin.id, 'uninstalled')
      const left = (await tablesOf(fresh.platform)).filter(table => !going.some(({ id }) => table.startsWith(`${id}_`)))
      const away = await present(fresh.admin, looked)
      if (going.length === 0) await put(plugin.id, 'enabled')
      for (const one of going) await put(one.id, 'enabled')

      const gone = new Set([plugin, ...going].map(one => one.id))
      const found = [...stayedBehind(gone, model, before, away), ...cameOtherwise(model, before, await present(fresh.admin, looked))]
      expect(found, found.join('\n')).toEqual([])
      expect(left).toEqual(bare)
      expect(await schemaOf(fresh.platform)).toEqual(schema)
      expect(await stillToMake(fresh.platform)).toEqual([])
    })
  })
}
