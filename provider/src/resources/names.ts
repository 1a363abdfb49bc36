/** The logical name in an owner, `project/stack/logical-name`; project and stack names hold no slash. */
export const logicalName = (owner: string): string => owner.split("/").slice(2).join("/")

/** A text cut to so many characters, counted as people do. */
export const shortened = (text: string, length: number): string => [...text].slice(0, length).join("")
