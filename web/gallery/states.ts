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
  'sangam-page': [
    wide(
      'With all its slots',
      html`<sangam-page style="block-size:170px" heading="Cold store, Indore" .crumbs=${[{ label: 'Leads', href: '#' }]}><sangam-badge slot="beside" colour="teal">Proposal</sangam-badge><sangam-button slot="actions">Print</sangam-button><sangam-button slot="actions" kind="primary">Won</sangam-button><div slot="toolbar"><sangam-button size="small" kind="quiet" icon="filter">Filter</sangam-button></div><p>The body.</p></sangam-page>`,
    ),
    wide('Long text', html`<sangam-page style="block-size:110px" heading=${long}></sangam-page>`),
    wide('Hindi', html`<sangam-page style="block-size:90px" lang="hi" narrow heading=${hindi}></sangam-page>`),
  ],
  'sangam-button': [
    is('Plain', html`<sangam-button>Save as…</sangam-button>`),
    is('Primary', html`<sangam-button kind="primary" icon="check">Save</sangam-button>`),
    is('Quiet', html`<sangam-button kind="quiet" icon="filter">Filter</sangam-button>`),
    is('Danger', html`<sangam-button kind="danger">Remove</sangam-button>`),
    is('Only an icon', html`<sangam-button icon="more" label="More"></sangam-button>`),
    is('Focused', html`<sangam-button data-focus>Save</sangam-button>`),
    is('Disabled', html`<sangam-button disabled>Save</sangam-button>`),
    is('Busy', html`<sangam-button kind="primary" busy>Save</sangam-button>`),
    is('Pressed', html`<sangam-button icon="group" pressed="true">Group</sangam-button>`),
    is('A link', html`<sangam-button href="#" icon="plus">New lead</sangam-button>`),
    is('Small', html`<sangam-button size="small">Undo</sangam-button>`),
    is('Large', html`<sangam-button size="large" kind="primary">Begin</sangam-button>`),
    is('Hindi', html`<sangam-button lang="hi" icon="plus">नई लीड</sangam-button>`),
    is('Long text', html`<sangam-button style="max-inline-size:220px">Move to another stage</sangam-button>`),
  ],
  'sangam-icon': [
    is('Beside words', html`<span><sangam-icon name="phone"></sangam-icon> Call</span>`),
    is('Alone', html`<sangam-icon name="warning" label="Overdue"></sangam-icon>`),
  ],
  'sangam-badge': [
    ...(['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple'] as const).map(colour =>
      is(colour, html`<sangam-badge colour=${colour}>Proposal</sangam-badge>`),
    ),
    is('With a dot', html`<sangam-badge colour="green" dot>Live</sangam-badge>`),
    is('Long text', html`<sangam-badge style="max-inline-size:140px" colour="blue">${long}</sangam-badge>`),
    is('Hindi', html`<sangam-badge lang="hi" colour="teal">प्रस्ताव</sangam-badge>`),
  ],
  'sangam-avatar': [
    is('Two names', html`<sangam-avatar name="Asha Sharma"></sangam-avatar>`),
    is('One name', html`<sangam-avatar name="Meera"></sangam-avatar>`),
    is('Hindi', html`<sangam-avatar name="श्री वर्मा"></sangam-avatar>`),
    is('Large', html`<sangam-avatar name="Ravi Kumar" size="40"></sangam-avatar>`),
  ],
  'sangam-empty': [
    is(
      'With a way on',
      html`<sangam-empty icon="check" heading="Nothing is overdue" text="Every open deal has a day that is still to come."><sangam-button href="#">All leads</sangam-button></sangam-empty>`,
    ),
    is('Only words', html`<sangam-empty heading="Nothing fits"></sangam-empty>`),
    is('Hindi', html`<sangam-empty lang="hi" icon="list" heading="अभी कोई लीड नहीं" text="पहली लीड हाथ से बनाएँ, या अपनी स्प्रेडशीट लाएँ।"></sangam-empty>`),
  ],
  'sangam-problem': [
    is(
      'One sentence',
      html`<sangam-problem .error=${new ProblemError({ ...refused.problem, detail: 'Someone saved this lead meanwhile.', errors: [] })}></sangam-problem>`,
    ),
    is('Several things, and a way to try again', html`<sangam-problem retry .error=${refused}></sangam-problem>`),
  ],
  'sangam-skeleton': [is('Four lines', html`<sangam-skeleton lines="4"></sangam-skeleton>`)],
  'sangam-menu': [
    is('Closed', html`<sangam-menu label="More" .items=${menu}><sangam-button slot="opener" icon="more" label="More"></sangam-button></sangam-menu>`),
    is(
      'Open',
      html`<div style="block-size:230px"><sangam-menu data-open label="Lead" .items=${() => menu}><sangam-button slot="opener" icon="down">Lead</sangam-button></sangam-menu></div>`,
    ),
  ],
  'sangam-dialog': [
    is(
      'Open',
      html`${dialogOpener('Why was it lost?', 'sangam-dialog-plain')}<sangam-dialog id="sangam-dialog-plain" heading="Why was it lost?"><p>It helps the next offer.</p><sangam-button slot="actions">Cancel</sangam-button><sangam-button slot="actions" kind="primary">Save</sangam-button></sangam-dialog>`,
    ),
    is(
      'From the side',
      html`${dialogOpener('From the side', 'sangam-dialog-side')}<sangam-dialog id="sangam-dialog-side" side heading="Filter"><p>${long}</p></sangam-dialog>`,
    ),
    is(
      'Wide',
      html`${dialogOpener('Wide', 'sangam-dialog-wide')}<sangam-dialog id="sangam-dialog-wide" wide heading=${hindi} lang="hi"><p>${hindi}</p></sangam-dialog>`,
    ),
  ],
  'sangam-tabs': [
    wide(
      'With counts, and one that has to be looked at',
      html`<sangam-tabs label="Leads" chosen="late" .tabs=${[{ id: 'late', label: 'Overdue', count: 4 }, { id: 'quiet', label: 'Gone quiet', count: 12 }, { id: 'undated', label: 'Without a day', wrong: true }]}></sangam-tabs>`,
    ),
    wide(
      'Hindi',
      html`<sangam-tabs lang="hi" label="लीड" chosen="b" .tabs=${[{ id: 'a', label: 'समय बीत चुका' }, { id: 'b', label: 'शांत पड़ी' }]}></sangam-tabs>`,
    ),
  ],
  'sangam-pick': [
    is('Nothing picked', html`<sangam-pick entity="demo.party" label="Customer"></sangam-pick>`),
    is('Picked', html`<sangam-pick entity="demo.party" label="Customer" value="1" named="Indore Cold Store"></sangam-pick>`),
    is('With a hint', html`<sangam-pick entity="demo.party" label="Customer" hint="Whose lead is it?"></sangam-pick>`),
    is('Focused', html`<sangam-pick data-focus entity="demo.party" label="Customer" value="1" named="Indore Cold Store"></sangam-pick>`),
    is('Long text', html`<sangam-pick style="inline-size:200px" entity="demo.party" label="Customer" value="1" named=${long}></sangam-pick>`),
    is('Hindi', html`<sangam-pick lang="hi" entity="demo.party" label="ग्राहक" value="1" named="इंदौर कोल्ड स्टोर"></sangam-pick>`),
  ],
  'sangam-past-note': [
    wide(
      'With a way on',
      html`<sangam-past-note text="As it was at the end of 31 Mar 2026"><sangam-button size="small">Another day</sangam-button></sangam-past-note>`,
    ),
  ],
  'sangam-toasts': [
    is('Done', html`<sangam-button @click=${() => toast('Put off a week.', { action: { label: 'Undo', run: () => undefined } })}>Say it</sangam-button>`),
    is('Refused', html`<sangam-button @click=${() => toast('Someone saved this lead meanwhile.', { kind: 'problem' })}>Refuse it</sangam-button>`),
  ],
}

function dialogOpener(label: string, id: string): TemplateResult {
  const open = (event: Event): void => {
    const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot
    Object.assign(root.getElementById(id) ?? {}, { open: true })
  }
  return html`<sangam-button @click=${open}>${label}</sangam-button>`
}
