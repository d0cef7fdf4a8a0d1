import type { CoreCtx } from '../data/context.ts'
import { entitySets, propertiesOf } from './shape.ts'

/** What there is to read, as OData describes it (CSDL 4.0): only what this caller may. */
export function metadataOf(ctx: CoreCtx): string {
  const sets = [...entitySets(ctx)]
  const shapes = sets.map(([name, entity]) => {
    const properties = propertiesOf(ctx, entity).map(({ name: property, type, label }) => {
      const scale = type === 'Edm.Decimal' ? ' Scale="variable"' : ''
      const nullable = property === 'id' || property === 'version' ? ' Nullable="false"' : ''
      return `<Property Name="${property}" Type="${type}"${scale}${nullable}><Annotation Term="Core.Description" String="${escaped(label)}"/></Property>`
    })
    return `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key>${properties.join('')}</EntityType>`
  })
  const container = sets.map(([name]) => `<EntitySet Name="${name}" EntityType="Sangam.${name}"/>`)
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference><edmx:DataServices><Schema Namespace="Sangam" xmlns="http://docs.oasis-open.org/odata/ns/edm">${shapes.join('')}<EntityContainer Name="Container">${container.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
