// What is possible outside of message batches only.
import { invalid, type ParamsCheck } from './contract.ts';

export const checkBatchOnly: ParamsCheck = (params, { place }) => {
  if (place !== 'batch') return null;
  if (params.stream === true) return invalid('"stream=True" is not supported in the Message Batches API');
  for (const name of ['speed', 'fallbacks', 'billing_policy', 'store', 'previous_thread_event_id'])
    if (params[name] !== undefined && params[name] !== null)
      return invalid(`${name}: not supported in the Message Batches API`);
  return null;
};
