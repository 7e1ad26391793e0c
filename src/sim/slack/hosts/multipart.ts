// The one file inside a multipart/form-data body.

/**
 * @param contentType the header with the boundary
 * @returns the bytes of the first part, or undefined when there is none
 */
export function readFirstPart(body: Buffer, contentType: string): Buffer | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const start = body.indexOf('\r\n\r\n');
  if (start < 0) return undefined;
  const end = body.indexOf(`\r\n--${boundary}`, start + 2);
  return end < 0 ? undefined : body.subarray(start + 4, end);
}
