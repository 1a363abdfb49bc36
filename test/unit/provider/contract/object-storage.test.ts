import { objectStorageMount } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

const mount = {
  uri: "s3://bucket/path",
  mountPoint: "/mnt/data",
  accessKey: "access",
  secretKey: "secret",
  region: "us-east-1",
}
const faults = (change: object) => faultTexts(objectStorageMount, { ...mount, ...change })

const needsPlace = "needs at least one of region and endpoint"

describe("objectStorageMount", () => {
  test.each(["s3://bucket", "s3://bucket/", "oss://bucket/path", "cos://bucket/path/deep"])(
    "takes the uri %p",
    (uri) => {
      expect(faults({ uri })).toEqual([])
    },
  )

  test.each(["bucket", "http://bucket/path", "S3://bucket", "s3://", "s3:///path", "s3:/bucket", ""])(
    "refuses the uri %p",
    (uri) => {
      expect(faults({ uri })).toEqual([
        "uri: must name a bucket with one of the schemes s3://, oss://, cos://",
      ])
    },
  )

  test("takes the root as mount point", () => {
    expect(faults({ mountPoint: "/" })).toEqual([])
  })

  test.each(["mnt/data", "./mnt", "~/data", ""])("refuses the mount point %p", (mountPoint) => {
    expect(faults({ mountPoint })).toEqual(["mountPoint: must be absolute, got a relative path"])
  })

  test("takes an endpoint in place of a region, or both", () => {
    expect(faults({ region: undefined, endpoint: "https://s3.example.com" })).toEqual([])
    expect(faults({ endpoint: "https://s3.example.com" })).toEqual([])
  })

  test.each([{ region: undefined }, { region: "" }, { region: "", endpoint: "" }])(
    "refuses neither region nor endpoint: %j",
    (change) => {
      expect(faults(change)).toEqual([`: ${needsPlace}`])
    },
  )

  test("says that region and endpoint are missing also beside other faults", () => {
    expect(faults({ region: undefined, uri: "nowhere", secretKey: undefined })).toEqual([
      "uri: must name a bucket with one of the schemes s3://, oss://, cos://",
      "secretKey: is required",
      `: ${needsPlace}`,
    ])
  })

  test.each(["accessKey", "secretKey"])("needs %s", (key) => {
    expect(faults({ [key]: "" })).toEqual([`${key}: must not be empty`])
    expect(faults({ [key]: undefined })).toEqual([`${key}: is required`])
  })
})
