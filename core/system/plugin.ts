import { allow, definePlugin, formScreen, listScreen, role } from '@sangam/sdk'
import { approvalParts } from '../approvals/parts.ts'
import { automationParts } from '../automations/parts.ts'
import { linkParts } from '../links/parts.ts'
import { pluginParts } from '../plans/plugins/parts.ts'
import { printProvider } from '../print/service.ts'
import { sheetsProvider } from '../records/import/service.ts'
import { platformVersion } from '../registry/order.ts'
import { reportParts } from '../reports/parts.ts'
import { talkParts } from '../talk/parts.ts'
import { webhookParts } from '../webhooks/parts.ts'
import { workParts } from '../work/parts.ts'
import { Approval, ApprovalVote, approvalHooks } from './approval.ts'
import { Automation, AutomationRun, automationHooks } from './automation.ts'
import { ChangeSet, changeSetHooks } from './change-set.ts'
import { Dashboard, dashboardHooks } from './dashboard.ts'
import { DocumentTemplate, documentHooks } from './document.ts'
import { DuplicateRule, duplicateHooks } from './duplicates.ts'
import { accessHooks, activityHooks, companyHooks, currencyHooks, guardHooks, personHooks } from './hooks.ts'
import { Company, Currency, Place, Rate, Registration, Team, TeamMember } from './organisation.ts'
import { Role, Share, User, UserRole } from './people.ts'
import { Proposal, proposalHooks } from './proposal.ts'
import { PublicLink } from './public-link.ts'
import { leaveReport, ScheduledReport, sendReportNow } from './scheduled-report.ts'
import { NextNumber, nextNumberHooks, SeriesOrder, seriesOrderHooks } from './series.ts'
import { Comment, Follow, NoticeChoice, Snooze, TimelineEvent } from './talk.ts'
import { viewHooks } from './views.ts'
import { Webhook, webhookHooks } from './webhook.ts'
import { englishWords } from './words.en.ts'
import { words } from './words.hi.ts'
import { Activity, File, Link, Notification, Setting, View } from './work.ts'

const owner = role('core.owner', { label: 'Owner', description: 'May do everything, and alone makes other owners and takes backups.', grants: [] })
const admin = role('core.admin', { label: 'Administrator', description: 'May see and change everything, users and settings included.', grants: [] })

/** Everyone who signs in has it. */
const member = role('core.member', {
  label: 'Member',
  description: 'Knows colleagues, teams and companies, and keeps notes and tasks on the records they see.',
  grants: [
    allow(Company, ['read']),
    allow(Place, ['read']),
    // Those of a record are its reader's to know; who shall see them has a role for it.
    allow(Registration, ['read'], { where: { company: { isEmpty: false } } }),
    allow(Currency, ['read']),
    allow(Rate, ['read']),
    allow(Team, ['read']),
    allow(User, ['read'], { hide: ['email', 'account', 'roles'] }),
    allow(Activity, ['read', 'create', 'update', 'remove', 'export']),
    allow(Comment, ['read', 'create', 'export']),
    allow(Comment, ['update', 'remove'], { where: { author: '$me' } }),
    allow(View, ['read'], { where: { or: [{ owner: '$me' }, { shared: true }, { team: { in: '$myTeams' } }] } }),
    allow(View, ['read', 'create', 'update', 'remove'], { where: { owner: '$me' }, freeze: ['firstOf'] }),
    allow(Dashboard, ['read'], { where: { or: [{ owner: '$me' }, { shared: true }, { team: { in: '$myTeams' } }] } }),
    allow(Dashboard, ['read', 'create', 'update', 'remove'], { where: { owner: '$me' }, freeze: ['homeOf'] }),
    allow(Notification, ['read', 'update'], { where: { user: '$me' } }),
    allow(ScheduledReport, ['read', 'create', 'update', 'remove', 'sendNow'], { where: { owner: '$me' }, freeze: ['recipients'] }),
    allow(ScheduledReport, ['read', 'leave'], { where: { recipients: { contains: '$me' } }, hide: ['recipients', 'lastSaid'] }),
  ],
})

/** Whom an administrator trusts to fill others' mailboxes: each of them still gets what they may see themselves. */
const reportSender = role('core.reportSender', {
  label: 'Sends reports to others',
  description: 'May have the reports they set up sent to colleagues too, to each what that one may see.',
  grants: [allow(ScheduledReport, ['read', 'create', 'update', 'remove', 'sendNow'], { where: { owner: '$me' } })],
})

const screens = [
  listScreen(Activity, {
    menu: 'Work',
    icon: 'check',
    position: 10,
    columns: ['kind', 'subject', 'recordTitle', 'assignee', 'due', 'doneAt'],
    views: [
      { label: 'My tasks', where: { assignee: '$me', doneAt: { isEmpty: true }, kind: { ne: 'note' } }, sort: ['due'] },
      { label: 'Overdue', where: { due: { lt: '$now' }, doneAt: { isEmpty: true } }, sort: ['due'] },
      { label: 'This week', where: { due: { within: 'this_week' } }, sort: ['due'] },
    ],
  }),
  listScreen(Team, { menu: 'Set-up', icon: 'users', position: 20, columns: ['name', 'leader', 'region', 'parent'] }),
  listScreen(Company, { menu: 'Set-up', icon: 'building', position: 10, columns: ['name', 'country', 'currency', 'stage'] }),
  listScreen(Place, { menu: 'Set-up', icon: 'pin', position: 30, columns: ['name', 'kind', 'company', 'city', 'active'] }),
  listScreen(Currency, { menu: 'Set-up', icon: 'coins', position: 40, columns: ['code', 'name', 'digits', 'active'] }),
  listScreen(DuplicateRule, { menu: 'Set-up', icon: 'search', position: 60, columns: ['entity', 'fields', 'how', 'active'] }),
  formScreen(Activity, {
    sections: [{ fields: [['kind', 'assignee'], 'subject', 'body'] }, { label: 'When', fields: [['due', 'doneAt'], 'outcome'] }],
  }),
  formScreen(Company, {
    sections: [
      {
        fields: [['name', 'legalName'], ['code', 'entityType'], ['stage']],
      },
      {
        label: 'Books',
        fields: [['country', 'currency'], ['zone', 'fiscalYearStart'], ['weekStart']],
      },
      { label: 'Letterhead', fields: ['logo', 'address', ['phone', 'email'], 'website', 'footer'] },
    ],
    related: [
      { entity: 'core.place', by: 'company', columns: ['name', 'kind', 'city'] },
      { entity: 'core.registration', by: 'company', columns: ['kind', 'number', 'stateCode', 'scheme', 'validFrom', 'validTo'] },
    ],
  }),
  formScreen(Team, { sections: [{ fields: [['name', 'region'], ['leader', 'parent'], 'members'] }] }),
]

/** Core's own plugin: made with the same SDK as every other, and always enabled. */
export const corePlugin = definePlugin({
  id: 'core',
  version: platformVersion,
  title: 'Core',
  description: 'Companies, people, teams, currencies and what is done about records.',
  engines: { sangam: `^${platformVersion}` },
  entities: [
    Company,
    Place,
    Registration,
    Team,
    TeamMember,
    Currency,
    Rate,
    Role,
    UserRole,
    User,
    Share,
    PublicLink,
    Activity,
    Link,
    File,
    View,
    Dashboard,
    DocumentTemplate,
    Setting,
    Notification,
    Comment,
    TimelineEvent,
    Follow,
    NoticeChoice,
    Snooze,
    ChangeSet,
    Automation,
    AutomationRun,
    Webhook,
    DuplicateRule,
    Approval,
    ApprovalVote,
    Proposal,
    ScheduledReport,
    NextNumber,
    SeriesOrder,
  ],
  parts: [
    owner,
    admin,
    member,
    reportSender,
    ...screens,
    activityHooks,
    companyHooks,
    personHooks,
    currencyHooks,
    ...accessHooks,
    ...guardHooks,
    changeSetHooks,
    nextNumberHooks,
    seriesOrderHooks,
    duplicateHooks,
    dashboardHooks,
    viewHooks,
    documentHooks,
    ...automationHooks,
    ...approvalHooks,
    proposalHooks,
    webhookHooks,
    ...workParts,
    ...pluginParts,
    ...automationParts,
    ...webhookParts,
    ...approvalParts,
    ...talkParts,
    sendReportNow,
    leaveReport,
    ...reportParts,
    printProvider,
    ...linkParts,
    sheetsProvider,
    words,
    englishWords,
  ],
})
