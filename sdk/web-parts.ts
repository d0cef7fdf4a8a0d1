import type { Colour } from './fields/choice.ts'

// The shell's parts as a plugin's screen may use them. The shell defines the elements; here is what they take and tell.

/**
 * One line of a menu; `'line'` draws a rule between two, `heading` names what follows.
 *
 * @example const lines: MenuItem[] = [{ label: t('Put off'), icon: 'clock', run: () => putOff(chosen) }, 'line', { label: t('Overdue'), href: '/list/leads.lead' }]
 */
export type MenuItem =
  | {
      readonly label: string
      readonly icon?: string
      /** Said small at the end: a key, a count. */
      readonly hint?: string
      readonly checked?: boolean
      readonly danger?: boolean
      readonly disabled?: boolean
      readonly href?: string
      readonly run?: () => unknown
    }
  | 'line'
  | { readonly heading: string }

/** A step on the way to a screen: where it leads and what it is called. */
export interface Crumb {
  readonly label: string
  readonly href: string
}

/** One of several parts of a screen of which one is shown. */
export interface Tab {
  readonly id: string
  readonly label: string
  readonly count?: number
  /** Something under it has to be looked at. */
  readonly wrong?: boolean
}

/**
 * The frame of a screen. Slots: the body, `actions` at the end of its head, `beside` its heading, `toolbar` under it.
 *
 * @example html`<sangam-page heading=${t('Monday review')}><sangam-button slot="actions" kind="primary">${t('New lead')}</sangam-button>…</sangam-page>`
 */
export interface PagePart extends HTMLElement {
  heading: string
  crumbs: readonly Crumb[]
  /** The body takes the rest of the height and does not scroll. */
  fill: boolean
  /** The body is kept to a width that is comfortable to read. */
  narrow: boolean
}

/**
 * A button; with `label` and no words inside, one of an icon. Slot: its words. Tells `click`, and none while `disabled` or `busy`.
 *
 * @example html`<sangam-button kind="primary" icon="check" ?busy=${this.saving} @click=${() => this.save()}>${t('Save')}</sangam-button>`
 */
export interface ButtonPart extends HTMLElement {
  /** One `primary` for each place; `quiet` has no border. */
  kind: 'primary' | 'plain' | 'quiet' | 'danger'
  size: 'small' | 'medium' | 'large'
  /** The name of an icon before the words. */
  icon: string
  /** What it is called where it has no words. */
  label: string
  /** Makes it a link. */
  href: string
  /** `submit` sends the form around it. */
  type: 'button' | 'submit'
  /** Keys that do the same, said where the pointer rests. */
  shortcut: string
  disabled: boolean
  /** Something is under way: it turns, and can't be pressed. */
  busy: boolean
  /** Of one that stays pressed: `'true'` or `'false'`. */
  pressed: 'true' | 'false' | ''
  /** Of one that opens something: whether that is open. */
  expanded: 'true' | 'false' | ''
  /** What it opens: `menu`, `dialog`. */
  popup: string
}

/**
 * A small picture beside words; alone it needs a `label`.
 *
 * @example html`<sangam-icon name="warning" label=${t('Overdue')}></sangam-icon>`
 */
export interface IconPart extends HTMLElement {
  name: string
  label: string
}

/**
 * A word on a soft ground: a state, a count. Slot: the word.
 *
 * @example html`<sangam-badge colour="red">${t('Overdue')}</sangam-badge>`
 */
export interface BadgePart extends HTMLElement {
  colour: Colour | ''
  /** A dot before the word. */
  dot: boolean
}

/**
 * A face for a name: its initials on a tone of its own. It is hidden from screen readers: say the name beside it.
 *
 * @example html`<sangam-avatar name="Asha Sharma"></sangam-avatar> Asha Sharma`
 */
export interface AvatarPart extends HTMLElement {
  name: string
  /** In pixels. */
  size: number
}

/**
 * What to say where there is nothing: a heading, a sentence that teaches. Slot: the way on.
 *
 * @example html`<sangam-empty icon="check" heading=${t('Nothing is overdue')}><sangam-button href="/list/leads.lead">${t('All leads')}</sangam-button></sangam-empty>`
 */
export interface EmptyPart extends HTMLElement {
  icon: string
  heading: string
  text: string
}

/**
 * What went wrong, in place. Tells `retry` where `retry` is set.
 *
 * @example html`<sangam-problem retry .error=${this.error} @retry=${() => this.read()}></sangam-problem>`
 */
export interface ProblemPart extends HTMLElement {
  /** Whatever was thrown; nothing is drawn for null. */
  error: unknown
  retry: boolean
}

/**
 * Grey bars where something will be.
 *
 * @example html`<sangam-skeleton lines="6"></sangam-skeleton>`
 */
export interface SkeletonPart extends HTMLElement {
  lines: number
}

/**
 * A menu under what opens it. Slot `opener`: a button. Arrow keys, letters and Escape work in it.
 *
 * @example html`<sangam-menu .items=${[{ label: t('Put off a week'), icon: 'clock', run: () => this.putOff(lead) }]}><sangam-button slot="opener" icon="more" label=${t('More')}></sangam-button></sangam-menu>`
 */
export interface MenuPart extends HTMLElement {
  /** What is offered; given as a function it is worked out once the menu opens. */
  items: readonly MenuItem[] | (() => readonly MenuItem[])
  label: string
  /** Lines up with the end of its opener. */
  end: boolean
}

/**
 * A dialog over the page: focus stays in it, Escape closes it. Slots: the body, and `actions` at its foot. Tells `close`.
 *
 * @example html`<sangam-dialog heading=${t('Why?')} ?open=${this.asking} @close=${() => (this.asking = false)}>…<sangam-button slot="actions" kind="primary">${t('Save')}</sangam-button></sangam-dialog>`
 */
export interface DialogPart extends HTMLElement {
  open: boolean
  heading: string
  /** Comes from the side and takes the page's height. */
  side: boolean
  wide: boolean
  /** No heading or foot are drawn; `heading` is still its name. */
  plain: boolean
}

/**
 * A row of tabs. Tells `change`, its `detail` the id that was chosen. What stands under it is yours: give it `role="tabpanel"`.
 *
 * @example html`<sangam-tabs .tabs=${[{ id: 'late', label: t('Overdue'), count: 4 }]} chosen="late" @change=${(event: CustomEvent<string>) => this.show(event.detail)}></sangam-tabs>`
 */
export interface TabsPart extends HTMLElement {
  tabs: readonly Tab[]
  chosen: string
  label: string
}

/**
 * Picks a record by typing. Tells `pick`, its `detail` `{ id, title }`, or null when it was emptied.
 *
 * @example html`<sangam-pick entity="parties.party" label=${t('Customer')} @pick=${(event: CustomEvent<{ id: string } | null>) => this.narrow(event.detail?.id)}></sangam-pick>`
 */
export interface PickPart extends HTMLElement {
  entity: string
  /** The id that is picked; empty for none. */
  value: string
  /** What that record is called; read where it is not told. */
  named: string
  label: string
  /** What stands there while nothing is picked. */
  hint: string
  /** Offers the person who is signed in first. */
  me: boolean
}

declare global {
  interface HTMLElementTagNameMap {
    'sangam-page': PagePart
    'sangam-button': ButtonPart
    'sangam-icon': IconPart
    'sangam-badge': BadgePart
    'sangam-avatar': AvatarPart
    'sangam-empty': EmptyPart
    'sangam-problem': ProblemPart
    'sangam-skeleton': SkeletonPart
    'sangam-menu': MenuPart
    'sangam-dialog': DialogPart
    'sangam-tabs': TabsPart
    'sangam-pick': PickPart
  }
}
