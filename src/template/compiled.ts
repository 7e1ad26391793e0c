// A compiled template: what turns a row into a prompt.

import type { Segment } from '../core/draft/template.ts';
import type { Json } from '../core/json.ts';

/** @throws Error with a plain sentence when this row cannot be rendered */
export type Render = (cells: readonly Json[]) => string;

/** The renderer, or the sentence that says why there is none. */
export type Compiled =
  | {
      ok: true;
      render: Render;
      /** Of a template that holds nothing but text and columns; null for Liquid. */
      segments: readonly Segment[] | null;
    }
  | { ok: false; text: string };
