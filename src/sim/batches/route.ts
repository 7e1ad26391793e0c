// What a route is, and what it gets of a call.
import type { Answer, Lines } from './answer.ts';
import type { AnswerRequest } from './batch.ts';
import type { FileStore } from './file-store.ts';
import type { Oddities } from './oddities.ts';
import type { BatchStore } from './store.ts';

/** What all calls share. */
export interface World {
  store: BatchStore;
  files: FileStore;
  /** The stand-in's own address, for results_url. */
  origin: string;
  oddities: Oddities;
  answer: AnswerRequest;
  seed: number;
  queueLimit: number;
  problem(text: string): void;
}

export interface RouteCall {
  world: World;
  /** The part of the path that the pattern leaves open. */
  id: string;
  query: URLSearchParams;
  body: Buffer;
  sha256: string | null;
  contentType: string;
  version: string;
  betas: readonly string[];
}

export type Handler = (call: RouteCall) => Answer | Lines;

/** {id} in a pattern stands for one part of the path. */
export type Route = readonly [method: 'GET' | 'POST' | 'DELETE', pattern: string, handle: Handler];
