import { Account, Party } from '@sangam/plugin-parties/model'
import { type Ctx, handle, type Id, UserError } from '@sangam/sdk'
import { Lead, lose, makeCustomer, reopen, win } from '../model.ts'
import { partiesOf } from './customer.ts'

/** Right to the action is enough: the seller need not be allowed to keep parties and accounts, nor to see all of them. */
const makeCustomerHandler = handle(makeCustomer, (ctx, lead) =>
  ctx.asSystem('Makes a customer of a lead', async system => {
    // Two sellers with an enquiry of the same company make one customer of it.
    await system.lock('leads.makeCustomer')
    const found = await partiesOf(system, lead)
    if (!found) throw new UserError('lead_without_name', 'Add the name of a company or a person to {title} first.', { title: lead.title }, 'companyName')
    const { party, contact, created } = found
    const { account, opened } = await customerAccount(system, party)
    if (lead.party && !opened) {
      const { name } = await system.repo(Party).get(lead.party, { fields: ['name'] })
      throw new UserError('already_customer', '{name} is a customer already. There is nothing left to do.', { name })
    }
    if (lead.party !== party || lead.contact !== contact) await system.repo(Lead).update(lead.id, { party, contact })
    return { party, contact, account, created }
  }),
)

async function customerAccount(ctx: Ctx, party: Id<'parties.party'>): Promise<{ account: string | null; opened: boolean }> {
  const { company } = ctx
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its customer is meant.')
  const known = await ctx.repo(Account).first({ party, company, side: 'customer' })
  if (known) return { account: known.id, opened: false }
  return { account: (await ctx.repo(Account).create({ party, company, side: 'customer' })).id, opened: true }
}

const winHandler = handle(win, async (ctx, lead) => {
  await ctx.repo(Lead).update(lead.id, { state: 'won' })
})

const loseHandler = handle(lose, async (ctx, lead, { lostReason, lostNote }) => {
  await ctx.repo(Lead).update(lead.id, { state: 'lost', lostReason, lostNote })
})

const reopenHandler = handle(reopen, async (ctx, lead, { stage }) => {
  await ctx.repo(Lead).update(lead.id, stage === null ? { state: 'open' } : { stage, pipeline: null, state: 'open' })
})

export const handlers = [makeCustomerHandler, winHandler, loseHandler, reopenHandler]
