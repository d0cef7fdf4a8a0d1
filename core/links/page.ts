import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import encodeQR from 'qr'
import type { CoreCtx } from '../data/context.ts'
import type { Sheet, SheetPart } from './sheet.ts'
import { style } from './style.ts'

type Html = ReturnType<typeof html>

/** What the page may do: nothing but look like this. There is no script in it, and nothing is fetched from anywhere. */
export const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** In which languages a page is said, each by its own name. */
export const languages: { readonly [locale: string]: string } = { en: 'English', hi: 'हिन्दी' }

const mostLogoBytes = 400_000
const mostLetters = 1000

/** A record for who has its link: all that is in it came escaped through `html`. */
export function recordPage({ title, letterhead, notices, facts, parts, at }: Sheet, t: CoreCtx['t'], locale: string, address: string): Html {
  const codes = parts.filter(part => part.kind === 'code')
  const rest = parts.filter(part => part.kind !== 'code')
  const logo = letterhead?.logo && letterhead.logo.length <= mostLogoBytes ? letterhead.logo : null
  const head = letterhead
    ? html`<header>${logo ? html`<img alt="" src="${`data:${kindOf(logo)};base64,${Buffer.from(logo).toString('base64')}`}">` : ''}<p><strong>${letterhead.name}</strong>${letterhead.lines.map(line => html`<small>${line}</small>`)}</p></header>`
    : ''
  const body = html`<main>${head}
<h1>${title}</h1>
${notices.map(notice => html`<p class="notice">${notice}</p>`)}
${facts.length > 0 ? html`<dl class="facts">${named(facts)}</dl>` : ''}
<p class="acts"><a class="button" href="${`${address}/paper.pdf?lang=${locale}`}">${t('Download PDF')}</a></p>
${codes.map(code => payHtml(code, t))}
${rest.map(part => partHtml(part))}
${letterhead?.footer ? html`<p class="quiet">${letterhead.footer}</p>` : ''}
<p class="quiet">${t('As it stands on {when}.', { when: at })}</p></main>`
  return whole([title, letterhead?.name].filter(Boolean).join(' · '), locale, html`${switchHtml(t, locale, address)}${body}`)
}

/** A page of one sentence. */
export function sentencePage(title: string, sentence: string, locale: string): Html {
  return whole(title, locale, html`<div class="bar"></div><main><h1>${title}</h1><p>${sentence}</p></main>`)
}

function whole(title: string, locale: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${raw(style)}</style></head>
<body>${body}</body></html>`
}

function switchHtml(t: CoreCtx['t'], locale: string, address: string): Html {
  const others = Object.entries(languages).filter(([language]) => language !== locale)
  return html`<nav class="bar" aria-label="${t('Language')}"><p>${t('For whoever has this link. Pass it on only to those who may see it.')}</p>${others.map(
    ([language, called]) => html`<a href="${`${address}?lang=${language}`}" hreflang="${language}" lang="${language}" rel="nofollow">${called}</a>`,
  )}</nav>`
}

function named(fields: readonly { readonly label: string; readonly text: string }[]): Html[] {
  return fields.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)
}

function partHtml(part: Exclude<SheetPart, { readonly kind: 'code' }>): Html {
  switch (part.kind) {
    case 'text': {
      const text = html`<p class="${{ plain: '', heading: 'strong', quiet: 'quiet' }[part.style]}">${linesHtml(part.text)}</p>`
      return part.beside === '' ? text : html`<div class="beside">${text}<p>${linesHtml(part.beside)}</p></div>`
    }
    case 'fields':
      return part.sums ? html`<dl class="sums">${named(part.fields)}</dl>` : html`<dl>${named(part.fields)}</dl>`
    case 'lines':
      return html`<table><caption class="phone quiet">${part.label}</caption><thead><tr>${part.columns.map(column => html`<th scope="col"${column.figure ? raw(' class="figure"') : ''}>${column.label}</th>`)}</tr></thead>
<tbody>${part.rows.map(row => html`<tr>${row.map((cell, at) => html`<td data-label="${part.columns[at]?.label ?? ''}"${part.columns[at]?.figure ? raw(' class="figure"') : ''}>${cell}</td>`)}</tr>`)}</tbody></table>`
    case 'rule':
      return html`<hr>`
  }
}

/** A code to pay by: on the telephone itself nobody can scan it, so it leads to what pays. */
function payHtml({ text, beside }: Extract<SheetPart, { readonly kind: 'code' }>, t: CoreCtx['t']): Html {
  if (text.length > mostLetters) return html``
  const isPayment = /^upi:\/\/pay\?/.test(text)
  return html`<section class="pay" aria-label="${isPayment ? t('How to pay') : t('Code')}">${codeSvg(text, t('Code to scan'))}<div><p>${linesHtml(beside)}</p>${
    isPayment ? html`<a class="button phone" href="${text}">${t('Pay with an app on this phone')}</a>` : ''
  }</div></section>`
}

function codeSvg(text: string, label: string): Html {
  const cells = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const path = cells.flatMap((line, row) => line.flatMap((dark, at) => (dark ? [`M${at} ${row}h1v1h-1z`] : []))).join('')
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${cells.length} ${cells.length}" shape-rendering="crispEdges"><path d="${path}" fill="#000"/></svg>`
}

function linesHtml(text: string): Html[] {
  return text.split('\n').map((line, at) => html`${at === 0 ? '' : raw('<br>')}${line}`)
}

function kindOf(picture: Uint8Array): string {
  return picture[0] === 0x89 ? 'image/png' : 'image/jpeg'
}
