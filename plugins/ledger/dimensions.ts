import { CostCentre, Dimension, DimensionBalance, DimensionLine, Project } from './model.ts'
import { dimensionChoices } from './server/dimension-choices.ts'
import { byDimension } from './server/dimension-report.ts'
import { dimensionParts } from './server/dimensions.ts'

/** What of the books is about dimensions: by what else than accounts they are divided, and what each part earned and spent. */
export const dimensionEntities = [CostCentre, Project, Dimension, DimensionLine, DimensionBalance]
export const dimensions = [...dimensionParts, dimensionChoices, ...byDimension]
