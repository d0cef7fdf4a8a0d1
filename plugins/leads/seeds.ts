import { seed } from '@sangam/sdk'
import { Pipeline, Stage } from './model.ts'

const stages = [
  ['New', 'open', 10],
  ['Prospecting', 'open', 20],
  ['Engaging', 'open', 40],
  ['Proposal', 'open', 60],
  ['Negotiation', 'open', 80],
  ['Won', 'won', 100],
  ['Lost', 'lost', 0],
] as const

/** One pipeline that most can begin with. */
export const seeds = seed('leads.pipeline', {
  async run(ctx) {
    const pipeline = await ctx.repo(Pipeline).create({ name: ctx.t('Sales'), isDefault: true })
    await ctx
      .repo(Stage)
      .createMany(stages.map(([name, kind, probability], at) => ({ pipeline: pipeline.id, name: ctx.t(name), kind, probability, position: (at + 1) * 10 })))
  },
})
