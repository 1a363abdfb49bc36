import { createHash } from "node:crypto"
import { inNode } from "./in-node"

const pageSize = 4096

/** The smallest executable that can be signed: two segments, and no room or some for one more command. */
function executable({ room = true, signed = false } = {}): Buffer {
  const segment = (name: string, offset: number, size: number) => {
    const command = Buffer.alloc(72)
    command.writeUInt32LE(0x19, 0)
    command.writeUInt32LE(72, 4)
    command.write(name, 8)
    command.writeBigUInt64LE(BigInt(offset), 40)
    command.writeBigUInt64LE(BigInt(size), 48)
    return command
  }
  const commands = [segment("__TEXT", 0, 2 * pageSize), segment("__LINKEDIT", 2 * pageSize, 5)]
  if (signed) commands.push(Buffer.from([0x1d, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  const file = Buffer.alloc(2 * pageSize + 5, 7)
  const body = Buffer.concat(commands)
  file.fill(0, 0, 32)
  file.writeUInt32LE(0xfeedfacf, 0)
  file.writeUInt32LE(commands.length, 16)
  file.writeUInt32LE(body.length, 20)
  body.copy(file, 32)
  if (room) file.fill(0, 32 + body.length, 32 + body.length + 16)
  return file
}

const signAdHoc = async (file: Buffer) =>
  Buffer.from(
    await inNode<string>(
      "plugin/mac-signature.mjs",
      'tool.signAdHoc(Buffer.from(input, "base64"), "plugin").toString("base64")',
      { input: file.toString("base64") },
    ),
    "base64",
  )

test("signAdHoc signs every page, and says in the header where the signature is", async () => {
  const signed = await signAdHoc(executable())
  const limit = 2 * pageSize + 16
  const command = 32 + 2 * 72
  expect([signed.readUInt32LE(16), signed.readUInt32LE(20)]).toEqual([3, 2 * 72 + 16])
  const words = [0, 4, 8, 12].map((at) => signed.readUInt32LE(command + at))
  expect(words).toEqual([0x1d, 16, limit, signed.length - limit])
  const linkEdit = 32 + 72
  expect(signed.readBigUInt64LE(linkEdit + 48)).toBe(BigInt(signed.length - 2 * pageSize))

  const directory = limit + signed.readUInt32BE(limit + 16)
  expect(signed.readUInt32BE(limit)).toBe(0xfade0cc0)
  expect(signed.readUInt32BE(directory)).toBe(0xfade0c02)
  expect([28, 32].map((at) => signed.readUInt32BE(directory + at))).toEqual([3, limit])
  const hashes = directory + signed.readUInt32BE(directory + 16)
  const name = directory + signed.readUInt32BE(directory + 20)
  expect(signed.toString("latin1", name, name + 7)).toBe("plugin\0")
  const pages = [0, 1, 2].map((page) =>
    signed.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit)),
  )
  for (const [page, bytes] of pages.entries()) {
    const at = hashes + page * 32
    expect(signed.subarray(at, at + 32)).toEqual(createHash("sha256").update(bytes).digest())
  }
  expect(signed.length).toBe(hashes + 3 * 32)
})

test("signAdHoc refuses what is signed, and what has no room for a signature", async () => {
  await expect(signAdHoc(executable({ signed: true }))).rejects.toThrow(
    "no executable of macOS without a signature",
  )
  await expect(signAdHoc(executable({ room: false }))).rejects.toThrow("no room for one more command")
})
