import { typeOf } from "../../provider/src/faces/dynamic/kinds"
import { tokenOf } from "../../provider/src/faces/plugin/kinds"

/** The two ways in which the engine reaches us, by whose names its state knows them. */
export const faces = {
  dynamic: { package: "pulumi-nodejs", typeOf, setting: (name: string) => `scalebox:${name}` },
  plugin: { package: "scalebox", typeOf: tokenOf, setting: (name: string) => name },
} as const

export type FaceName = keyof typeof faces
