// Sampling parameters: gone with version 2026-10-21, and for newer models only at their defaults before it.
import { invalid, type ParamsCheck, type ParamsError } from './contract.ts';

const NAMES = ['temperature', 'top_p', 'top_k'];

export const checkSampling: ParamsCheck = (params, { version, place, model }) => {
  const found = NAMES.filter((name) => name in params);
  const [first] = found;
  if (first === undefined) return null;
  if (version !== '2023-06-01' || place === 'count')
    return invalid(`${first}: Extra inputs are not permitted`);
  const { temperature, top_p: topP, thinking } = params;
  if (temperature !== undefined) {
    const error = checkRange('temperature', temperature);
    if (error) return error;
  }
  if (topP !== undefined) {
    const error = checkRange('top_p', topP);
    if (error) return error;
  }
  if (!model.sampling) {
    const changed = found.find((name) => params[name] !== 1);
    return changed === undefined ? null : invalid(`\`${changed}\` is deprecated for this model.`);
  }
  if (temperature !== undefined && topP !== undefined)
    return invalid('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
  const thinks = JSON.stringify(thinking ?? null).includes('"enabled"');
  if (thinks && temperature !== undefined && temperature !== 1)
    return invalid('`temperature` may only be set to 1 when thinking is enabled.');
  return null;
};

function checkRange(name: string, value: unknown): ParamsError | null {
  if (typeof value !== 'number') return invalid(`${name}: Input should be a valid number`);
  return value >= 0 && value <= 1 ? null : invalid(`${name}: range: 0..1`);
}
