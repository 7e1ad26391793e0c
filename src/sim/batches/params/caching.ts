// Cache breakpoints.
import { isObject, type Json, type Params } from '../json.ts';
import { firstOf, invalid, type ParamsCheck } from './contract.ts';

const MOST_BREAKPOINTS = 4;

export const checkCaching: ParamsCheck = (params) => {
  const found = breakpoints(params);
  const wrong = firstOf(found, (control) => {
    if (!isObject(control)) return invalid('cache_control: Input should be an object');
    const { type, ttl = '5m', ...others } = control;
    if (type !== 'ephemeral') return invalid("cache_control.type: Input should be 'ephemeral'");
    if (ttl !== '5m' && ttl !== '1h')
      return invalid("cache_control.ephemeral.ttl: Input should be '5m' or '1h'");
    const extra = Object.keys(others)[0];
    return extra === undefined
      ? null
      : invalid(`cache_control.ephemeral.${extra}: Extra inputs are not permitted`);
  });
  if (wrong) return wrong;
  if (found.length > MOST_BREAKPOINTS)
    return invalid(
      `A maximum of ${MOST_BREAKPOINTS} blocks with cache_control may be provided. Found ${found.length}.`,
    );
  const lengths = found.map((control) => (isObject(control) ? (control.ttl ?? '5m') : '5m'));
  const firstShort = lengths.indexOf('5m');
  return firstShort >= 0 && lengths.indexOf('1h', firstShort) > 0
    ? invalid("a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.")
    : null;
};

/** In the order in which the prompt is read: tools, system, messages; the one for the whole request counts last. */
function breakpoints({ tools, system, messages, cache_control: whole = null }: Params): Json[] {
  const found: Json[] = [];
  function look(list: Json | undefined): void {
    if (!Array.isArray(list)) return;
    for (const block of list) {
      if (!isObject(block)) continue;
      const { cache_control: control = null, content } = block;
      look(content);
      if (control !== null) found.push(control);
    }
  }
  look(tools);
  look(system);
  look(messages);
  return whole === null ? found : [...found, whole];
}
