// The one error whose text people see: what happened and why, then what to do next.

export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param code stable kebab-case name for logs and tests, e.g. 'file-too-large'
   * @param message what happened and why, one sentence, plain text (escaped where it is shown)
   * @param next what the person can do next, one sentence, plain text
   */
  readonly code: string;
  readonly next: string;
  /** Who did what stands in the way, to be shown as a mention; the message itself is plain text. */
  readonly byUserId: string | null;
  /** People and user groups who may do what this person may not, to be shown as mentions. */
  readonly whoMay: readonly string[] | null;

  constructor(
    code: string,
    message: string,
    next: string,
    options?: ErrorOptions & { byUserId?: string | null; whoMay?: readonly string[] | null },
  ) {
    super(message, options);
    this.code = code;
    this.next = next;
    this.byUserId = options?.byUserId ?? null;
    this.whoMay = options?.whoMay ?? null;
  }
}

/**
 * What an outside service did with a call: it said no (`refused`), it said not now (`busy`), we cannot know
 * whether it acted (`unknown`), or the thing we named is not there (`gone`).
 */
export type ServiceFailure = 'refused' | 'busy' | 'unknown' | 'gone';

/** A failed call to Slack or Anthropic, sorted by what may be done about it; carries no prompt text and no secret. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly service: 'slack' | 'anthropic';
  readonly kind: ServiceFailure;
  /** The service's own short code, e.g. 'not_in_channel' or 'rate_limit_error'. */
  readonly code: string;
  /** For `busy`: how long the service asked us to wait. */
  readonly retryAfterMs: number | null;

  constructor(
    service: 'slack' | 'anthropic',
    kind: ServiceFailure,
    code: string,
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number | null },
  ) {
    super(message, options);
    this.service = service;
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = options?.retryAfterMs ?? null;
  }
}
