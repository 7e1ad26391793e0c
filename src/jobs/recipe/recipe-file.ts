// Recipes as files: handed over in the conversation, and taken from one that stands there.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Deps } from '../deps.ts';
import { fileIdOf } from '../draft/start-from-command.ts';
import type { Actor } from '../people/actor.ts';

const MOST_BYTES = 200_000;

/** Attaches a text file to the conversation. @throws ServiceError */
export async function attachText(
  { notifier, jobData, options, newId }: Pick<Deps, 'notifier' | 'jobData' | 'options' | 'newId'>,
  { channelId }: Actor,
  { name, text, comment }: { name: string; text: string; comment: string },
): Promise<void> {
  const path = options.paths.handout(newId());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  try {
    const { fileId } = await notifier.uploadFile({ path, name });
    await notifier.shareFile({ channelId, threadTs: null }, { fileId, name }, comment);
  } finally {
    await jobData.removeFile({ path });
  }
}

/** @returns the text of a file of this conversation, or of the person's own. @throws UserError when it is not there or too large */
export async function readTextFile(deps: Deps, actor: Actor, reference: string): Promise<string> {
  const file = await deps.files.describe(await fileIdOf(deps, actor, reference));
  const isHere = file.userId === actor.userId || file.shares.some((one) => one.channelId === actor.channelId);
  if (!isHere || file.sizeBytes > MOST_BYTES)
    throw new UserError(
      'recipe-file',
      isHere ? 'The file is too large for a recipe.' : 'The file is no longer there, or I cannot see it.',
      'Drop a YAML file as /batch recipe export writes it.',
    );
  const path = deps.options.paths.handout(deps.newId());
  mkdirSync(dirname(path), { recursive: true });
  try {
    await deps.files.download(file, path);
    return readFileSync(path, 'utf8');
  } finally {
    await deps.jobData.removeFile({ path });
  }
}
