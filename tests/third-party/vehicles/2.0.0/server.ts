import { addDays, handle, hooks, type Id, job, Notify, Timeline, UserError } from '@sangam/sdk'
import { handOut, Service, Vehicle } from './model.ts'

const handing = handle(handOut, async (ctx, vehicle, { keeper }) => {
  if (vehicle.due !== null && vehicle.due < ctx.today()) throw new UserError('service_due', '{plate} must go to the workshop first.', { plate: vehicle.plate })
  await ctx.repo(Vehicle).update(vehicle.id, { keeper, state: 'out' })
  await ctx.use(Timeline).add({ about: { entity: Vehicle.name, id: vehicle.id }, text: 'handed it out at {km} kilometres', values: { km: vehicle.km ?? 0 } })
})

/** What was done to a vehicle puts off its next service by half a year. */
const servicing = hooks(Service, {
  react: async (ctx, changes) => {
    const last = new Map<Id<'vehicles.vehicle'>, string>()
    for (const { verb, next } of changes) if (verb === 'create' && next && next.day > (last.get(next.vehicle) ?? '')) last.set(next.vehicle, next.day)
    await ctx.repo(Vehicle).updateMany([...last].map(([id, day]) => ({ id, patch: { due: addDays(day, 182) } })))
  },
})

/** Each morning whoever has a vehicle that is due is told. */
const lookForDue = job('vehicles.lookForDue', {
  schedule: '0 7 * * *',
  as: 'system',
  run: async ctx => {
    await ctx.repo(Vehicle).each({ where: { due: { lte: ctx.today() }, state: { ne: 'workshop' } }, fields: ['keeper'] }, async page => {
      for (const { id, keeper } of page)
        if (keeper)
          await ctx.use(Notify).tell({
            ...{ user: keeper, kind: 'reminder', text: '{record} is due for its service', values: { record: '' } },
            about: { entity: Vehicle.name, id },
          })
    })
  },
})

export const behaviour = [handing, servicing, lookForDue]
