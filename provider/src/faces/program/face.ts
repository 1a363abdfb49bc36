/** The face that the classes and functions of a program use. For `pulumi-scalebox/native` the build takes that of `../native`. */
export { face } from "../dynamic/face"
