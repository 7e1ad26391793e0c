// What passes between the answering process and its workers, as JSON.
import type { Connection } from '../anthropic/connection.ts';
import type { BuilderSetup } from '../builders/open-builder.ts';
import type { NamedSource } from '../core/source/named-source.ts';
import type { WireError } from '../core/trouble/wire-error.ts';
import type { JobData } from '../ports/job-data.ts';

/** Every task by name: what it takes and gives. */
export type Tasks = {
  [Name in keyof JobData]: {
    input: Parameters<JobData[Name]>[0];
    output: Awaited<ReturnType<JobData[Name]>>;
  };
};

export type TaskName = keyof Tasks;

export interface SetupValues {
  dataDir: string;
  anthropic: Connection;
  /** The operator's databases, with their passwords. */
  sources: readonly NamedSource[];
  /** null: there are none. */
  builders: BuilderSetup | null;
}

/** The first message to a worker; secrets go this way and never through its arguments or environment. */
export interface Setup {
  setup: SetupValues;
}

export interface Call<Name extends TaskName = TaskName> {
  id: number;
  task: Name;
  input: Tasks[Name]['input'];
}

/** `heldBytes`: the memory of the worker afterwards. */
export type Answer = { id: number; heldBytes: number } & ({ output: unknown } | { error: WireError });
