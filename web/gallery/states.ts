import { html, type TemplateResult } from 'lit'
import { ProblemError } from '../data/client.ts'
import { toast } from '../ui/toast.ts'

/** One state of a part: what is special about it, and how it is drawn. */
export interface State {
  readonly label: string
  readonly drawn: TemplateResult
  /** Takes the whole row. */
  readonly wide?: boolean
}

const long = 'Forty kilowatts for the roof of the cold store in Indore, with a battery for the nights of the harvest'
const hindi = 'इंदौर के कोल्ड स्टोर की छत के लिए चालीस किलोवाट'

const menu = [
  { heading: 'Lead' },
  { label: 'Open', icon: 'open', hint: 'Enter' },
  { label: 'Make a customer', icon: 'users', disabled: true },
  'line' as const,
  { label: 'Remove', icon: 'remove', danger: true },
]

const refused = new ProblemError({
  type: 'about:blank',
  title: 'Refused',
  status: 422,
  code: 'invalid',
  detail: 'Two things are missing before this can be sent.',
  requestId: '',
  errors: [
    { field: 'party', code: 'required', message: 'Say who it is for.' },
    { field: 'value', code: 'required', message: 'Say what it is worth.' },
  ],
})

const is = (label: string, drawn: TemplateResult): State => ({ label, drawn })
const wide = (label: string, drawn: TemplateResult): State => ({ label, drawn, wide: true })

/** Every part in every state it has, as it stands in a screen. */
export const states: { readonly [tag: string]: readonly State[] } = {
  'sg-page': [
    wide(
      'With all its slots',
      html`<sg-page style="block-size:170px" heading="Cold store, Indore" .crumbs=${[{ label: 'Leads', href: '#' }]}><sg-badge slot="beside" colour="teal">Proposal</sg-badge><sg-button slot="actions">Print</sg-button><sg-button slot="actions" kind="primary">Won</sg-button><div slot="toolbar"><sg-button size="small" kind="quiet" icon="filter">Filter</sg-button></div><p>The body.</p></sg-page>`,
    ),
    wide('Long text', html`<sg-page style="block-size:110px" heading=${long}></sg-page>`),
    wide('Hindi', html`<sg-page style="block-size:90px" lang="hi" narrow heading=${hindi}></sg-page>`),
  ],
  'sg-button': [
    is('Plain', html`<sg-button>Save as…</sg-button>`),
    is('Primary', html`<sg-button kind="primary" icon="check">Save</sg-button>`),
    is('Quiet', html`<sg-button kind="quiet" icon="filter">Filter</sg-button>`),
    is('Danger', html`<sg-button kind="danger">Remove</sg-button>`),
    is('Only an icon', html`<sg-button icon="more" label="More"></sg-button>`),
    is('Focused', html`<sg-button data-focus>Save</sg-button>`),
    is('Disabled', html`<sg-button disabled>Save</sg-button>`),
    is('Busy', html`<sg-button kind="primary" busy>Save</sg-button>`),
    is('Pressed', html`<sg-button icon="group" pressed="true">Group</sg-button>`),
    is('A link', html`<sg-button href="#" icon="plus">New lead</sg-button>`),
    is('Small', html`<sg-button size="small">Undo</sg-button>`),
    is('Large', html`<sg-button size="large" kind="primary">Begin</sg-button>`),
    is('Hindi', html`<sg-button lang="hi" icon="plus">नई लीड</sg-button>`),
    is('Long text', html`<sg-button style="max-inline-size:220px">Move to another stage</sg-button>`),
  ],
  'sg-icon': [
    is('Beside words', html`<span><sg-icon name="phone"></sg-icon> Call</span>`),
    is('Alone', html`<sg-icon name="warning" label="Overdue"></sg-icon>`),
  ],
  'sg-badge': [
    ...(['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple'] as const).map(colour =>
      is(colour, html`<sg-badge colour=${colour}>Proposal</sg-badge>`),
    ),
    is('With a dot', html`<sg-badge colour="green" dot>Live</sg-badge>`),
    is('Long text', html`<sg-badge style="max-inline-size:140px" colour="blue">${long}</sg-badge>`),
    is('Hindi', html`<sg-badge lang="hi" colour="teal">प्रस्ताव</sg-badge>`),
  ],
  'sg-avatar': [
    is('Two names', html`<sg-avatar name="Asha Sharma"></sg-avatar>`),
    is('One name', html`<sg-avatar name="Meera"></sg-avatar>`),
    is('Hindi', html`<sg-avatar name="श्री वर्मा"></sg-avatar>`),
    is('Large', html`<sg-avatar name="Ravi Kumar" size="40"></sg-avatar>`),
  ],
  'sg-empty': [
    is(
      'With a way on',
      html`<sg-empty icon="check" heading="Nothing is overdue" text="Every open deal has a day that is still to come."><sg-button href="#">All leads</sg-button></sg-empty>`,
    ),
    is('Only words', html`<sg-empty heading="Nothing fits"></sg-empty>`),
    is('Hindi', html`<sg-empty lang="hi" icon="list" heading="अभी कोई लीड नहीं" text="पहली लीड हाथ से बनाएँ, या अपनी स्प्रेडशीट लाएँ।"></sg-empty>`),
  ],
  'sg-problem': [
    is(
      'One sentence',
      html`<sg-problem .error=${new ProblemError({ ...refused.problem, detail: 'Someone saved this lead meanwhile.', errors: [] })}></sg-problem>`,
    ),
    is('Several things, and a way to try again', html`<sg-problem retry .error=${refused}></sg-problem>`),
  ],
  'sg-skeleton': [is('Four lines', html`<sg-skeleton lines="4"></sg-skeleton>`)],
  'sg-menu': [
    is('Closed', html`<sg-menu label="More" .items=${menu}><sg-button slot="opener" icon="more" label="More"></sg-button></sg-menu>`),
    is(
      'Open',
      html`<div style="block-size:230px"><sg-menu data-open label="Lead" .items=${() => menu}><sg-button slot="opener" icon="down">Lead</sg-button></sg-menu></div>`,
    ),
  ],
  'sg-dialog': [
    is(
      'Open',
      html`${dialogOpener('Why was it lost?', 'sg-dialog-plain')}<sg-dialog id="sg-dialog-plain" heading="Why was it lost?"><p>It helps the next offer.</p><sg-button slot="actions">Cancel</sg-button><sg-button slot="actions" kind="primary">Save</sg-button></sg-dialog>`,
    ),
    is(
      'From the side',
      html`${dialogOpener('From the side', 'sg-dialog-side')}<sg-dialog id="sg-dialog-side" side heading="Filter"><p>${long}</p></sg-dialog>`,
    ),
    is('Wide', html`${dialogOpener('Wide', 'sg-dialog-wide')}<sg-dialog id="sg-dialog-wide" wide heading=${hindi} lang="hi"><p>${hindi}</p></sg-dialog>`),
  ],
  'sg-tabs': [
    wide(
      'With counts, and one that has to be looked at',
      html`<sg-tabs label="Leads" chosen="late" .tabs=${[{ id: 'late', label: 'Overdue', count: 4 }, { id: 'quiet', label: 'Gone quiet', count: 12 }, { id: 'undated', label: 'Without a day', wrong: true }]}></sg-tabs>`,
    ),
    wide('Hindi', html`<sg-tabs lang="hi" label="लीड" chosen="b" .tabs=${[{ id: 'a', label: 'समय बीत चुका' }, { id: 'b', label: 'शांत पड़ी' }]}></sg-tabs>`),
  ],
  'sg-pick': [
    is('Nothing picked', html`<sg-pick entity="demo.party" label="Customer"></sg-pick>`),
    is('Picked', html`<sg-pick entity="demo.party" label="Customer" value="1" named="Indore Cold Store"></sg-pick>`),
    is('With a hint', html`<sg-pick entity="demo.party" label="Customer" hint="Whose lead is it?"></sg-pick>`),
    is('Focused', html`<sg-pick data-focus entity="demo.party" label="Customer" value="1" named="Indore Cold Store"></sg-pick>`),
    is('Long text', html`<sg-pick style="inline-size:200px" entity="demo.party" label="Customer" value="1" named=${long}></sg-pick>`),
    is('Hindi', html`<sg-pick lang="hi" entity="demo.party" label="ग्राहक" value="1" named="इंदौर कोल्ड स्टोर"></sg-pick>`),
  ],
  'sg-past-note': [
    wide('With a way on', html`<sg-past-note text="As it was at the end of 31 Mar 2026"><sg-button size="small">Another day</sg-button></sg-past-note>`),
  ],
  'sg-toasts': [
    is('Done', html`<sg-button @click=${() => toast('Put off a week.', { action: { label: 'Undo', run: () => undefined } })}>Say it</sg-button>`),
    is('Refused', html`<sg-button @click=${() => toast('Someone saved this lead meanwhile.', { kind: 'problem' })}>Refuse it</sg-button>`),
  ],
}

function dialogOpener(label: string, id: string): TemplateResult {
  const open = (event: Event): void => {
    const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot
    Object.assign(root.getElementById(id) ?? {}, { open: true })
  }
  return html`<sg-button @click=${open}>${label}</sg-button>`
}
