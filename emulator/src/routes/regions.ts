import { regions } from "../catalog"
import type { Handlers, Services } from "./handlers"

export const regionRoutes = ({ fullRegions }: Services) =>
  ({
    listRegions: () => ({
      data: { scaleboxRegions: regions.filter(({ id }) => !fullRegions.has(id)) },
      message: "Regions retrieved",
    }),
  }) satisfies Partial<Handlers>
