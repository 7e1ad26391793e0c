// Is a text a query, or a name?

/** @returns whether it begins as a query that reads */
export function isSelect(text: string): boolean {
  return /^\s*(?:select|with|values)[\s(]/i.test(text);
}
