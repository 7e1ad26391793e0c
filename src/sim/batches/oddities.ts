// Things the real API has been seen to do, or may do; off unless a test asks for them.

export interface Oddities {
  crlf?: boolean;
  zuluTimes?: boolean;
  extraFields?: boolean;
  noContentType?: boolean;
  noRequestId?: boolean;
  noResultsUrl?: boolean;
  partialCounts?: boolean;
  lineSeparators?: boolean;
  duplicateRow?: boolean;
  missingRow?: boolean;
  unknownRow?: boolean;
  unknownType?: boolean;
  malformedLine?: boolean;
  misfit?: 'missing' | 'text' | 'type';
  sizeRefusedInJson?: boolean;
  lateCreate?: number;
  lateInList?: number;
  lateResults?: number;
  lateVisibility?: number;
  slowCreateMs?: number;
}

/** Every oddity, in words. */
export const ODDITIES: Record<keyof Oddities, string> = {
  crlf: 'lines of results end in \\r\\n',
  zuluTimes: 'times end in Z, with milliseconds',
  extraFields: 'message batches, messages and rows have fields that nobody knows',
  noContentType: 'results come without a content type',
  noRequestId: 'errors come without a request id',
  noResultsUrl: 'an ended message batch has no results_url',
  partialCounts: 'counts move while it runs, one request at each read',
  lineSeparators: 'texts hold U+2028, U+2029 and U+0085, not escaped',
  duplicateRow: 'the row that comes first comes twice',
  missingRow: 'the row of the last request does not come',
  unknownRow: 'a row with a custom_id that was never sent',
  unknownType: 'the row that comes first has a result of an unknown type',
  malformedLine: 'a line that is no JSON',
  misfit:
    'answers within a schema, as they are made up, lack a field, are no JSON, or have a value of another type',
  sizeRefusedInJson: '413 as JSON, not as a page',
  lateCreate: '404 for so many calls after a create',
  lateInList: 'missing from so many lists after a create',
  lateResults: '404 for so many calls for results after the end',
  lateVisibility: 'lateCreate and lateResults in one',
  slowCreateMs: 'created up to so many ms after the body came, whether or not the caller is still there',
};
