import { boolean, choice, defineEntity, integer, reference, text } from '@sangam/sdk'

/** A way that leads go, from stage to stage. */
export const Pipeline = defineEntity('leads.pipeline', {
  steady: true,
  title: 'name',
  description: 'A way that leads go, from stage to stage.',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 80, unique: true }),
    isDefault: boolean({ label: 'Taken unless another is chosen', default: false }),
    active: boolean({ default: true }),
  },
})

export const Stage = defineEntity('leads.stage', {
  steady: true,
  title: 'name',
  description: 'How far a lead has come. Being won or lost is a stage too.',
  sort: ['position'],
  unique: [['pipeline', 'name']],
  fields: {
    pipeline: reference(Pipeline, { required: true, onRemove: 'cascade' }),
    name: text({ required: true, max: 80 }),
    position: integer({ label: 'Position', required: true, default: 100, min: 0, index: true }),
    kind: choice(
      { open: { label: 'Open', colour: 'blue' }, won: { label: 'Won', colour: 'green' }, lost: { label: 'Lost', colour: 'red' } },
      { required: true, default: 'open' },
    ),
    probability: integer({
      label: 'Probability in per cent',
      required: true,
      default: 0,
      min: 0,
      max: 100,
      help: 'How likely a lead in this stage is to be won.',
    }),
  },
})
