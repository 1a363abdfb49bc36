import { createHash } from "node:crypto"

// What `codesign --sign -` does on a Mac: its kernel runs no program on Apple silicon whose pages are not signed, and an
// injected executable has lost the signature that it came with. The layout is that of the linker of Go.

const commands = { segment: 0x19, signature: 0x1d }
const headerSize = 32
const pageSize = 4096
const hashSize = 32
/** Of the code directory, up to the identifier. */
const directorySize = 88
/** Of the blob that holds the directory. */
const indexSize = 20
/** What the segment of the signature is rounded up to. */
const segmentPage = 0x4000

/** Of the command that says where the signature is. */
const commandSize = 16

/**
 * Signs a 64-bit Mach-O executable ad hoc that has no signature.
 * @param {Buffer} file
 * @param {string} identifier
 * @returns {Buffer}
 */
export function signAdHoc(file, identifier) {
  const { segments, end, signed } = commandsOf(file)
  const [text, linkEdit] = [segments.get("__TEXT"), segments.get("__LINKEDIT")]
  if (signed || text === undefined || linkEdit === undefined)
    throw new Error(`Cannot sign ${identifier}: it is no executable of macOS without a signature`)
  if (file.subarray(end, end + commandSize).some((byte) => byte !== 0))
    throw new Error(`Cannot sign ${identifier}: its header has no room for one more command`)
  const limit = Math.ceil(file.length / 16) * 16
  const pages = Math.ceil(limit / pageSize)
  const hashOffset = directorySize + identifier.length + 1
  const directoryLength = hashOffset + pages * hashSize
  const length = indexSize + directoryLength

  const copy = Buffer.alloc(limit + length)
  file.copy(copy)
  copy.writeUInt32LE(file.readUInt32LE(16) + 1, 16)
  copy.writeUInt32LE(file.readUInt32LE(20) + commandSize, 20)
  for (const [at, word] of [commands.signature, commandSize, limit, length].entries())
    copy.writeUInt32LE(word, end + 4 * at)
  const linkEditSize = copy.length - Number(file.readBigUInt64LE(linkEdit + 40))
  copy.writeBigUInt64LE(BigInt(Math.ceil(linkEditSize / segmentPage) * segmentPage), linkEdit + 32)
  copy.writeBigUInt64LE(BigInt(linkEditSize), linkEdit + 48)

  // Magic of a signature, length, one blob: the code directory at this offset.
  const words = [0xfade0cc0, length, 1, 0, indexSize]
  // Magic of a directory, length, version, flags (ad hoc, by a linker), where hashes and identifier begin, counts, limit.
  words.push(0xfade0c02, directoryLength, 0x20400, 0x20002, hashOffset, directorySize, 0, pages, limit)
  // Hashes of 32 bytes, SHA-256, no platform, pages of 2^12 bytes.
  words.push(0x20_02_00_0c, 0, 0, 0, 0, 0, 0)
  // The executable segment: offset, size, and that it is the main one.
  words.push(0, file.readUInt32LE(text + 40), 0, file.readUInt32LE(text + 48), 0, 1)
  for (const [at, word] of words.entries()) copy.writeUInt32BE(word, limit + 4 * at)
  copy.write(identifier, limit + indexSize + directorySize, "latin1")
  for (let page = 0; page < pages; page += 1) {
    const bytes = copy.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit))
    const hash = createHash("sha256").update(bytes).digest()
    hash.copy(copy, limit + indexSize + hashOffset + page * hashSize)
  }
  return copy
}

/** Where the commands of segments are, where all commands end, and whether one is for a signature. @param {Buffer} file */
function commandsOf(file) {
  /** @type {Map<string, number>} */
  const segments = new Map()
  let signed = false
  let at = headerSize
  for (let left = file.readUInt32LE(16); left > 0; left -= 1) {
    const command = file.readUInt32LE(at)
    signed ||= command === commands.signature
    if (command === commands.segment)
      segments.set(file.toString("latin1", at + 8, at + 24).replace(/\0+$/, ""), at)
    at += file.readUInt32LE(at + 4)
  }
  return { segments, end: at, signed }
}
