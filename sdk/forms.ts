import type { Condition } from './condition.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'

/** Records of another entity that point at the one on the page: shown, added, changed and removed there. */
export interface RelatedList {
  readonly entity: string
  /** Its field that points here: a reference, or one of several kinds of record. */
  readonly by: string
  /** Its heading; the plural of the entity unless told. */
  readonly label?: string
  readonly columns: readonly string[]
}

/** A related list on the page of a record that another plugin laid out. */
export interface PlacedList {
  readonly kind: 'placedList'
  readonly entity: string
  readonly list: RelatedList
}

/**
 * Puts a list of records that point at another plugin's onto its page, under the lists it has: the leads of a party. Administrators who arranged the page
 * themselves find it beside their page, and put it where they want it. An entity, a field or a column that is not there is refused when the server starts.
 *
 * @param entity the definition whose page it is, from the other plugin's `model.ts`
 * @param list what is listed, by which of its fields that point here, with its columns
 * @example placeRelated(Party, { entity: 'leads.lead', by: 'party', columns: ['title', 'stage', 'value'] })
 */
export function placeRelated<N extends string, F extends Fields>(entity: Entity<N, F>, list: RelatedList): PlacedList {
  return { kind: 'placedList', entity: entity.name, list }
}

/** Some fields of a form under a heading, and the related lists that belong to them. */
export interface FormSection {
  readonly label?: string
  /** Names of fields; an inner list stands side by side. */
  readonly fields: readonly (string | readonly string[])[]
  /** With 2, fields that stand in no inner list stand two by two; what needs room takes both columns. On a phone there is one. */
  readonly columns?: 1 | 2
  /** The tab it stands under. Without one it stands above the tabs. */
  readonly tab?: string
  /** Shown while this holds of the record as it is typed; asks of its own fields alone. */
  readonly when?: object
  readonly related?: readonly RelatedList[]
}

/** A tab of a record’s page; sections name the one they stand under. */
export interface FormTab {
  /** Stands in the address, `?tab=terms`. What is in no section joins the tab `more`. */
  readonly name: string
  readonly label: string
  readonly when?: object
}

/** The page of a record, made by `formScreen`. */
export interface FormScreen {
  readonly kind: 'form'
  readonly entity: string
  /** The role it is for; without one it is everyone's. Of those that fit someone the first counts. */
  readonly role?: string
  readonly tabs?: readonly FormTab[]
  readonly sections: readonly FormSection[]
  /** Related lists under the whole form. */
  readonly related?: readonly RelatedList[]
  /** Fields that are left out on purpose; others that no section names come last. */
  readonly hidden?: readonly string[]
}

type OwnCondition<E, Part extends { readonly when?: object }> = Omit<Part, 'when'> & { readonly when?: Condition<E> }

/**
 * A form laid out in sections, under tabs where it says so. What no section names, such as a field that another plugin adds, comes last; a field that is
 * required and empty is shown whatever the form leaves out. A form with a `role` is for those who have it, beside the one for everyone: of several that
 * fit someone, the first in the plugin counts. A name that is not there, a field placed twice and a condition on another record refuse to boot, with a sentence.
 *
 * @example formScreen(Lead, { sections: [{ fields: ['title', ['email', 'phone']] }, { label: 'Forecast', columns: 2, fields: ['value', 'expectedClose'] }] })
 * @example formScreen(Lead, { role: 'leads.caller', tabs: [{ name: 'lost', label: 'Why lost', when: { state: 'lost' } }], sections: [{ fields: ['title', 'phone'] }, { tab: 'lost', fields: ['lostReason'] }], hidden: ['campaign'] })
 */
export function formScreen<N extends string, F extends Fields>(
  entity: Entity<N, F>,
  options: Omit<FormScreen, 'kind' | 'entity' | 'sections' | 'tabs'> & {
    readonly sections: readonly OwnCondition<RecordOf<Entity<N, F>>, FormSection>[]
    readonly tabs?: readonly OwnCondition<RecordOf<Entity<N, F>>, FormTab>[]
  },
): FormScreen {
  return { kind: 'form', entity: entity.name, ...(options as Omit<FormScreen, 'kind' | 'entity'>) }
}

/**
 * Every related list of a form, wherever it stands.
 *
 * @example relatedOf(formScreen(Order, { sections: [{ fields: ['name'], related: [{ entity: 'sales.line', by: 'order', columns: ['name'] }] }] })) // [{ entity: 'sales.line', by: 'order', columns: ['name'] }]
 */
export function relatedOf(form: Pick<FormScreen, 'sections' | 'related'>): readonly RelatedList[] {
  return [...form.sections.flatMap(section => section.related ?? []), ...(form.related ?? [])]
}
