// How screens register: one row here, one file under web/screens or web/studio that defines the element.
// The element is made when its address is visited (its code is fetched then) and is given `.route`
// ({ path, params, query }) and each parameter as a property of its name; a change of the query alone gives the same element a new `.route`, any other
// address makes a new element. It draws an `<sangam-page heading=…>`, which also names the browser's tab.
// Unsaved work: `holdLeaving` of ./router.ts. Links are plain `<a href="/record/leads.lead/…">`.

export interface Screen {
  /** `/record/:entity/:id` */
  readonly path: string
  readonly tag: string
  readonly load: () => Promise<unknown>
  /** Begun while a link to it is pressed: by the time the finger is up, what the screen will ask for is on its way. */
  readonly ahead?: (params: { readonly [name: string]: string }) => Promise<unknown>
  /** Shown without the frame, before sign-in. */
  readonly bare?: boolean
}

export const screens: readonly Screen[] = [
  { path: '/', tag: 'sangam-home-screen', load: () => import('../screens/home.ts') },
  { path: '/dashboard/:id', tag: 'sangam-home-screen', load: () => import('../screens/home.ts') },
  { path: '/list/:entity', tag: 'sangam-list-screen', load: () => import('../screens/list.ts') },
  { path: '/board/:entity', tag: 'sangam-board-screen', load: () => import('../screens/board.ts') },
  { path: '/calendar/:entity', tag: 'sangam-calendar-screen', load: () => import('../screens/calendar.ts') },
  { path: '/gantt/:entity', tag: 'sangam-gantt-screen', load: () => import('../screens/gantt.ts') },
  { path: '/tree/:entity', tag: 'sangam-tree-screen', load: () => import('../screens/tree.ts') },
  { path: '/chart/:entity', tag: 'sangam-chart-screen', load: () => import('../screens/chart.ts') },
  { path: '/pivot/:entity', tag: 'sangam-pivot-screen', load: () => import('../screens/pivot.ts') },
  {
    path: '/record/:entity/:id',
    tag: 'sangam-record-screen',
    load: () => import('../screens/record.ts'),
    ahead: async params => (await import('../screens/record/work.ts')).openAhead(params),
  },
  { path: '/new/:entity', tag: 'sangam-record-screen', load: () => import('../screens/record.ts') },
  { path: '/bin/:entity', tag: 'sangam-bin-screen', load: () => import('../screens/bin.ts') },
  { path: '/duplicates/:entity', tag: 'sangam-duplicates-screen', load: () => import('../screens/duplicates.ts') },
  { path: '/import/:entity', tag: 'sangam-import-screen', load: () => import('../screens/import/import-screen.ts') },
  { path: '/system', tag: 'sangam-system-screen', load: () => import('../studio/system.ts') },
  { path: '/users', tag: 'sangam-users-screen', load: () => import('../studio/users.ts') },
  { path: '/keys', tag: 'sangam-keys-screen', load: () => import('../studio/keys.ts') },
  { path: '/inbox', tag: 'sangam-inbox-screen', load: () => import('../screens/inbox/inbox-screen.ts') },
  { path: '/approvals', tag: 'sangam-inbox-screen', load: () => import('../screens/inbox/inbox-screen.ts') },
  { path: '/automations', tag: 'sangam-automations-screen', load: () => import('../studio/automations/automations-screen.ts') },
  { path: '/automations/:id', tag: 'sangam-automation-screen', load: () => import('../studio/automations/automation-screen.ts') },
  { path: '/documents', tag: 'sangam-documents-screen', load: () => import('../studio/documents/documents-screen.ts') },
  { path: '/documents/:id', tag: 'sangam-document-screen', load: () => import('../studio/documents/document-screen.ts') },
  { path: '/roles', tag: 'sangam-roles-screen', load: () => import('../studio/roles/roles-screen.ts') },
  { path: '/roles/:role', tag: 'sangam-role-screen', load: () => import('../studio/roles/role-screen.ts') },
  { path: '/settings/:name', tag: 'sangam-settings-screen', load: () => import('../studio/settings.ts') },
  { path: '/plugins', tag: 'sangam-plugins-screen', load: () => import('../studio/plugins.ts') },
  { path: '/studio', tag: 'sangam-entities-screen', load: () => import('../studio/entities/entities-screen.ts') },
  { path: '/studio/changes', tag: 'sangam-changes-screen', load: () => import('../studio/changes/changes-screen.ts') },
  { path: '/studio/changes/:id', tag: 'sangam-change-screen', load: () => import('../studio/changes/change-screen.ts') },
  { path: '/studio/series', tag: 'sangam-series-screen', load: () => import('../studio/series/series-screen.ts') },
  { path: '/studio/words', tag: 'sangam-words-screen', load: () => import('../studio/words/words-screen.ts') },
  { path: '/studio/:entity/layout', tag: 'sangam-layout-screen', load: () => import('../studio/layout/layout-screen.ts') },
  { path: '/studio/:entity', tag: 'sangam-entity-screen', load: () => import('../studio/entities/entity-screen.ts') },
  { path: '/webhooks', tag: 'sangam-webhooks-screen', load: () => import('../studio/webhooks/webhooks-screen.ts') },
  { path: '/page/:page', tag: 'sangam-plugin-page-screen', load: () => import('../screens/page.ts') },
  { path: '/reports', tag: 'sangam-reports-screen', load: () => import('../screens/reports/reports-screen.ts') },
  { path: '/proof/:token', tag: 'sangam-proof-screen', load: () => import('../screens/proof.ts') },
  { path: '/me', tag: 'sangam-me-screen', load: () => import('../screens/me.ts') },
  { path: '/sign-in', tag: 'sangam-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  { path: '/reset/:token', tag: 'sangam-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  { path: '/invitation/:token', tag: 'sangam-sign-in-screen', load: () => import('../screens/sign-in.ts'), bare: true },
  // For those who build: what is shipped has no such page.
  ...(import.meta.env.DEV ? [{ path: '/dev/gallery', tag: 'sangam-gallery-screen', load: () => import('../gallery/gallery.ts'), bare: true }] : []),
  { path: '/first-run', tag: 'sangam-first-run-screen', load: () => import('../screens/first-run.ts'), bare: true },
]
