// The surface of the SDK: a table of contents. Plugins import from here and from nowhere else.

export { type Action, type ActionInput, type ActionShape, defineAction, type Handler, handle } from './actions.ts'
export { type Change, type Consumer, type Delivery, type Hooks, hooks, type Job, job, on, type Refusal } from './behaviour.ts'
export { guardCell, unguardCell } from './cells.ts'
export { type Condition, type ConditionScope, isPeriod, type Match, type Period, type Placeholder, periods } from './condition.ts'
export type { Ctx, Declined, GroupQuery, GroupRow, HistoryEntry, Measure, Origin, Page, Query, Repo, ServerRepo } from './ctx.ts'
export {
  type ChartCard,
  chartCard,
  type Dashboard,
  type DashboardCard,
  type DashboardFilter,
  type DashboardShape,
  dashboard,
  type HiddenCard,
  type ListCard,
  listCard,
  type NumberCard,
  numberCard,
} from './dashboards.ts'
export { addDays, dayIn, momentAt, momentIn, placeInWeek, resolvePeriod, startOfDay, weekStartIn } from './days.ts'
export { minus, over, round, split, times, total } from './decimals.ts'
export { type DocumentPart, type DocumentShape, type DocumentTemplate, documentTemplate } from './documents.ts'
export {
  type AnyEntity,
  combine,
  type DuplicateRule,
  defineEntity,
  type Entity,
  type EntityDefinition,
  type Extension,
  extendEntity,
  type InputOf,
  type NewOf,
  type PatchOf,
  type RecordOf,
  type Rule,
  type ServerNewOf,
  type ServerPatchOf,
  type System,
  type Values,
} from './entity.ts'
export { type Issue, UserError } from './errors.ts'
export { evaluate, instantOf, instantsOf, type KindOf, resolveOperand, valueAt } from './evaluate.ts'
export { defineEvent, type Event, type PayloadOf } from './events.ts'
export type { AnyField, ColumnShape, ColumnType, Comparison, Field, FieldOptions, Fields, FieldType, Operator } from './field.ts'
export { fieldTypes } from './field-types.ts'
export { type Address, address, addressText, readAddress } from './fields/address.ts'
export { boolean } from './fields/boolean.ts'
export { type ChoiceShape, type Colour, choice, choices } from './fields/choice.ts'
export { emails, phones, urls } from './fields/contacts.ts'
export { date, datetime } from './fields/date.ts'
export { duration, durationText, readDuration } from './fields/duration.ts'
export { file, files, image } from './fields/file.ts'
export { type Approval, type ApprovalStep, arrowsFrom, type FlowArrow, type FlowState, flow } from './fields/flow.ts'
export { type FormulaOptions, type FormulaResult, formula } from './fields/formula.ts'
export { json } from './fields/json.ts'
export { type LinesOptions, type LineWrite, lines } from './fields/lines.ts'
export { type LookupOptions, lookup } from './fields/lookup.ts'
export { money } from './fields/money.ts'
export { canonicalDecimal, compareDecimals, decimal, integer } from './fields/number.ts'
export { oneOf, type Pointer } from './fields/one-of.ts'
export { percent } from './fields/percent.ts'
export { rating } from './fields/rating.ts'
export { canonicalId, parent, reference, user } from './fields/reference.ts'
export { references } from './fields/references.ts'
export { richText, wordsOfHtml } from './fields/rich-text.ts'
export { type RollupHow, type RollupOptions, rollup } from './fields/rollup.ts'
export { longestNumber, type PatternProblem, patternProblem, type SeriesForm, series, seriesForm, seriesNumber } from './fields/series.ts'
export { type TextOffers, text } from './fields/text.ts'
export { readTime, time } from './fields/time.ts'
export {
  clockOptions,
  type DateFormat,
  dateFormats,
  dayInFigures,
  type Formats,
  type HourFormat,
  hourFormats,
  type NumberFormat,
  numberFormats,
  numberRegion,
  numberSigns,
  withSigns,
} from './formats.ts'
export { type FormScreen, type FormSection, type FormTab, formScreen, type PlacedList, placeRelated, type RelatedList, relatedOf } from './forms.ts'
export { evaluateFormula } from './formula/evaluate.ts'
export { type Rounding, roundings } from './formula/exact.ts'
export { type Formula, type FormulaFunction, type FormulaKind, formulaPaths } from './formula/tree.ts'
export { dateParts, groupCondition } from './groups.ts'
export { type Host, type HostAnswer, type HostRequest, host } from './hosts.ts'
export type { IconName } from './icons.ts'
export {
  type AppendOnly,
  appendOnly,
  type Balanced,
  balanced,
  type Invariant,
  type Kept,
  type KeptPart,
  kept,
  type LockExceptions,
  type Locked,
  locked,
} from './invariants.ts'
export type { Id, Json, JsonSchema, Money, Show } from './json.ts'
export { everyOf, inParts } from './many.ts'
export type { ActionMeta, DashboardMeta, ElementMeta, EntityMeta, FieldMeta, Meta, PageMeta, Problem } from './meta.ts'
export { type Migration, type MigrationDefinition, type MigrationProof, type MigrationStep, migration } from './migrations.ts'
export { type Numbering, numbering } from './numbering.ts'
export { allow, type Grant, type Role, role, type Verb } from './permissions.ts'
export { definePlugin, type Part, type Plugin, type PluginDefinition, type Seed, seed, type Translations, translations } from './plugin.ts'
export { type PublicPage, publicPage } from './public-pages.ts'
export { type Route, route } from './routes.ts'
export {
  type BoardScreen,
  boardScreen,
  type HomeElement,
  type ListScreen,
  listScreen,
  type PageScreen,
  type PlacedElement,
  type PlacedFields,
  pageScreen,
  placeElement,
  placeFields,
  placeOnHome,
} from './screens.ts'
export { type Described, defineService, Mail, Notify, Print, type Provider, PublicLinks, provide, Records, type Service, Sheets, Timeline } from './services.ts'
export { defineSettings, type Settings } from './settings.ts'
export { type Sheet, type SheetColumn, type SheetRow, sheet } from './sheets.ts'
export { type TextFilePart, textFile } from './text-files.ts'
export { type Trial, TrialBooks, type TrialRecords, trial } from './trial.ts'
export {
  type CalendarView,
  type ChartView,
  type GanttView,
  type LineColour,
  type ListView,
  type PivotView,
  type TreeView,
  type ViewShape,
  viewPaths,
  type Waits,
} from './views.ts'
export { type WorkGroup, type WorkItem, type Worklist, workGroups } from './worklist.ts'
