import { date, datetime, defineEntity, defineSettings, integer, reference, text } from '@sangam/sdk'
import { User } from './people.ts'

/** An address by which somebody sees one record without signing in. What it ends in is kept as a hash beside it; it shows what `sharedBy` may see. */
export const PublicLink = defineEntity('core.publicLink', {
  title: 'entity',
  internal: true,
  bin: false,
  fields: {
    entity: text({ required: true, max: 100 }),
    record: text({ required: true, max: 36, index: true }),
    /** The last day on which it leads anywhere. */
    until: date({ required: true }),
    sharedBy: reference(User, { required: true, onRemove: 'cascade' }),
    /** The role of the key that made it: it shows no more than that. */
    role: text({ max: 100 }),
    stoppedAt: datetime(),
    openedAt: datetime(),
    /** When it was last opened, written once a day at most. */
    seenAt: datetime(),
  },
})

/** How long links last unless somebody says otherwise. */
export const linkSettings = defineSettings('core.links', 'Public links', {
  days: integer({
    label: 'Days a link lasts',
    help: 'Counted from when the document is due, or from the day the link is made where that is later. Each link can be ended or renewed.',
    default: 90,
    min: 1,
    max: 730,
  }),
})
