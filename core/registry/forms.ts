import type { FormScreen, FormSection, FormTab, RelatedList } from '@sangam/sdk'
import type { Model } from './model.ts'

/** A form as it is kept: without the entity it is of. */
export type FormShape = Omit<FormScreen, 'kind' | 'entity'>

/** The layout of an entity's page for who has some roles: the first of those for one of them, or everyone's. */
export function formFor(model: Model, entity: string, roles: readonly string[]): FormScreen | undefined {
  return model.layouts.get(entity)?.find(({ role }) => role !== undefined && roles.includes(role)) ?? model.forms.get(entity)
}

/** Every layout of every entity: everyone's, and those of roles. */
export function allForms(model: Pick<Model, 'forms' | 'layouts'>): FormScreen[] {
  return [...model.forms.values(), ...[...model.layouts.values()].flat()]
}

/** What of a form stays. */
interface Kept {
  field(name: string): boolean
  /** A related list as it stays; null where it goes. */
  related?(one: RelatedList): RelatedList | null
  /** A part whose condition goes is always shown. */
  when?(condition: object): boolean
}

/** A form without some fields, related lists and conditions; sections stay, also where nothing is left in them. */
export function keptForm<F extends FormShape>(form: F, kept: Kept): F {
  const lists = (all: readonly RelatedList[]): readonly RelatedList[] => all.flatMap(one => (kept.related ? (kept.related(one) ?? []) : one))
  const conditional = <P extends FormSection | FormTab>({ when, ...part }: P): Omit<P, 'when'> => ({
    ...part,
    ...(when && (kept.when?.(when) ?? true) && { when }),
  })
  return {
    ...form,
    sections: form.sections.map(section => ({
      ...conditional(section),
      fields: section.fields.flatMap((row): (string | readonly string[])[] => keptRow(row, kept)),
      ...(section.related && { related: lists(section.related) }),
    })),
    ...(form.tabs && { tabs: form.tabs.map(conditional) }),
    ...(form.related && { related: lists(form.related) }),
    ...(form.hidden && { hidden: form.hidden.filter(name => kept.field(name)) }),
  } as F
}

function keptRow(row: string | readonly string[], kept: Kept): (string | readonly string[])[] {
  if (typeof row === 'string') return kept.field(row) ? [row] : []
  const left = row.filter(name => kept.field(name))
  return left.length > 0 ? [left] : []
}
