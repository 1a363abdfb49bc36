import * as z from "zod"
import { type Equal, same } from "./equal"
import { textOf } from "./text"

export const objectStorageSchemes = ["s3://", "oss://", "cos://"] as const

/** S3-compatible storage to mount into a sandbox when it is created. */
export interface ObjectStorageMount {
  /** `s3://bucket/path`, `oss://bucket/path` or `cos://bucket/path`. */
  uri: string
  /** Absolute path inside the sandbox. */
  mountPoint: string
  /** Access key id. A secret; the API never stores or returns it. */
  accessKey: string
  /** Secret access key. A secret; the API never stores or returns it. */
  secretKey: string
  /** Region of the storage, such as `us-east-1`. At least one of `region` and `endpoint` is needed. */
  region?: string | undefined
  /** URL of an S3-compatible endpoint. At least one of `region` and `endpoint` is needed. */
  endpoint?: string | undefined
}

/** Which fields of a mount are secret. */
export const mountSecrets = ["accessKey", "secretKey"] as const satisfies (keyof ObjectStorageMount)[]

export const objectStorageMount = z
  .strictObject({
    uri: z.string().regex(/^(s3|oss|cos):\/\/[^/]+/, {
      error: `must name a bucket with one of the schemes ${objectStorageSchemes.join(", ")}`,
    }),
    mountPoint: z.string().regex(/^\//, { error: "must be absolute, got a relative path" }),
    accessKey: textOf(1),
    secretKey: textOf(1),
    region: z.string().optional(),
    endpoint: z.string().optional(),
  })
  .refine((mount) => Boolean(mount?.region || mount?.endpoint), {
    error: "needs at least one of region and endpoint",
    when: () => true,
  })
same<Equal<z.input<typeof objectStorageMount>, ObjectStorageMount>>()

/** A mount as the API shows it: without credentials. */
export interface ObjectStorageInfo {
  /** What is mounted. */
  uri: string
  /** Absolute path inside the sandbox. */
  mountPoint: string
}

export const objectStorageInfo = z.object({ uri: z.string(), mountPoint: z.string() })
same<Equal<z.input<typeof objectStorageInfo>, ObjectStorageInfo>>()
